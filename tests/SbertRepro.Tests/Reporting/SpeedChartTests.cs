using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using SbertRepro.Reporting;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed partial class SpeedChartTests
{
    private const string Plain = "BERT-base shape, random weights: torch fp32, input order";
    private const string ByLength = "BERT-base shape, random weights: torch fp32, length batches";

    [Fact]
    public void Without_a_speed_there_is_no_chart()
    {
        Assert.Null(SpeedChart.Svg([], "a"));
        Assert.Null(SpeedChart.Svg([Record("cpu", new Quantity(Plain, SpeedWords.Padding, "%", 40))], "a"));
    }

    [Fact]
    public void The_picture_in_words_names_every_configuration_and_the_papers_number_of_the_same_device()
    {
        var cpu = Title(SpeedChart.Svg([Record("cpu", Speed(Plain, 31.4), Speed(ByLength, 52.5)), Record("cpu", Speed("Avg. GloVe 6B 50d, partial: managed fp32", 100_000))], "a")!);
        var gpu = Title(SpeedChart.Svg([Record("NVIDIA H100", Speed(Plain, 3140), Speed(ByLength, 5250))], "a")!);

        Assert.Contains($"{Plain}: 31.4 (the paper: 44.0)", cpu, StringComparison.Ordinal);
        Assert.Contains($"{ByLength}: 52.5 (the paper: 83.0)", cpu, StringComparison.Ordinal);
        Assert.Contains("100,000 (the paper: 6,469)", cpu, StringComparison.Ordinal);
        Assert.Contains($"{Plain}: 3,140 (the paper: 1,378)", gpu, StringComparison.Ordinal);
        Assert.Contains($"{ByLength}: 5,250 (the paper: 2,042)", gpu, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_the_paper_does_not_have_gets_no_number_of_the_paper()
    {
        var title = Title(SpeedChart.Svg([Record("cpu", Speed("BERT-base shape: torch bf16, length batches", 150), Speed("BERT-large shape: torch fp32, input order", 9))], "a")!);

        Assert.DoesNotContain("the paper:", title, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_void_says_so() =>
        Assert.Contains("void: accuracy did not hold", Title(SpeedChart.Svg([Record("cpu", Speed(Plain, 30) with { Valid = false })], "a")!), StringComparison.Ordinal);

    [Fact]
    public void The_axis_is_logarithmic_a_factor_of_ten_is_as_long_everywhere()
    {
        var svg = XDocument.Parse(SpeedChart.Svg([Record("cpu", Speed("x: torch fp32, input order", 20), Speed("y: onnx fp32, input order", 30_000))], "a")!);
        var decades = svg.Descendants().Where(element => element.Name.LocalName == "text" && element.Attribute("text-anchor")?.Value == "middle")
            .ToDictionary(element => double.Parse(element.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), element => double.Parse(element.Attribute("x")!.Value, CultureInfo.InvariantCulture));

        Assert.Equal([10, 100, 1000, 10_000, 100_000], decades.Keys.Order());
        Assert.Equal(decades[100] - decades[10], decades[100_000] - decades[10_000], 1.0);
    }

    [Fact]
    public void The_same_is_drawn_under_a_culture_with_commas()
    {
        StudyRecord[] records = [Record("cpu", Speed(Plain, 31.4) with { Interval = new Interval(30.5, 32.5) })];
        var expected = Drawn(records);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, Drawn(records));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Skia numbers its clip paths through the life of the process.
    private static string Drawn(StudyRecord[] records) => ClipPath().Replace(SpeedChart.Svg(records, "a")!, "");

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex ClipPath();

    private static string Title(string svg) => XDocument.Parse(svg).Descendants().First(element => element.Name.LocalName == "title").Value;

    private static Quantity Speed(string row, double value) => new(row, SpeedWords.Sentences, "sentences/s", value) { Valid = true };

    private static StudyRecord Record(string device, params Quantity[] quantities) => new(
        "small", "test-machine", "table7", "x", quantities, [], new MachineProbe(DateTimeOffset.UnixEpoch, 1, []), new Fingerprint(new(StringComparer.Ordinal)),
        SampleRecords.Cell("x").Provenance with { Device = device });
}
