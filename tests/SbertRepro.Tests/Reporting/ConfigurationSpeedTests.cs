using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class ConfigurationSpeedTests
{
    [Theory]
    [InlineData("torch", "bf16", "length")]
    [InlineData("torch", "fp32", "none")]
    [InlineData("onnx", "int8", "length")]
    public void A_row_is_read_as_it_was_named(string backend, string precision, string batching) =>
        Assert.Equal(("BERT: a colon", backend, precision, batching), SpeedWords.Parse(SpeedWords.Row("BERT: a colon", SpeedWords.Configuration(backend, precision, batching))));

    [Fact]
    public void What_is_no_row_is_read_as_none()
    {
        Assert.Equal(("GloVe", "managed", "fp32", "none"), SpeedWords.Parse("GloVe: managed fp32, 2 threads, batches of 256"));
        Assert.Null(SpeedWords.Parse("GloVe"));
        Assert.Null(SpeedWords.Parse("GloVe: fast"));
    }

    [Fact]
    public void Every_timed_configuration_is_a_line_of_speed_csv_and_what_was_not_measured_is_empty()
    {
        const string Row = "BERT: ONNX Runtime int8, length batches";
        var section = SampleReport.Full.Studies[0];
        Quantity[] quantities =
        [
            new(Row, SpeedWords.Sentences, "sentences/s", 189.5) { Valid = false }, new(Row, SpeedWords.Padding, "%", 29), new(Row, SpeedWords.Arithmetic, "GFLOP/s", 457),
            new("BERT", SpeedWords.Tokenising, "sentences/s", 9e4),
        ];
        section = section with { Records = [section.Records[0] with { Study = "table7", Quantities = quantities }] };

        var lines = SpeedCsv.Render(ConfigurationSpeed.Of(section)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal([SpeedCsv.Header, $"small,{SampleReport.Fast},table7,BERT,int8,length,cpu,onnx,189.5,,457.0,,0.2900,,,,false"], lines);
    }
}
