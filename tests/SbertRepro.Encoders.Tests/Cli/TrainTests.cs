using System.Text.Json;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

public sealed class TrainTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_trained_model_is_a_folder_that_encodes()
    {
        var train = _cli.Run("train", "sbert-nli-sample", "--pairs", "64", "--learning-rate", "1e-3", "-o", "model");
        Assert.True(train.ExitCode == 0, train.Errors);
        Assert.Contains("Sample-STS-dev", train.Output, StringComparison.Ordinal);
        Assert.Contains("kept", train.Output, StringComparison.Ordinal);

        var encode = _cli.RunWithInput("A cat sleeps.\n", "encode", "--system", "model");
        Assert.True(encode.ExitCode == 0, encode.Errors);
        Assert.Equal(256, Assert.Single(encode.Lines).Split(',').Length);
    }

    [Fact]
    public void The_record_of_a_run_says_which_share_of_the_matrix_product_rate_it_reached()
    {
        var train = _cli.Run("train", "sbert-nli-sample", "--pairs", "320"); // twenty steps, after which a run first reports
        Assert.True(train.ExitCode == 0, train.Errors);

        var record = Directory.EnumerateFiles(Path.Combine(_cli.Folder, "cache", "trained"), "training.json", SearchOption.AllDirectories).Single();
        using var json = JsonDocument.Parse(File.ReadAllText(record));
        Assert.True(json.RootElement.GetProperty("shareOfProducts").GetDouble() > 0); // how large it is depends on who else computes
    }

    [Fact]
    public void Training_again_with_the_same_settings_takes_what_is_there()
    {
        string[] command = ["train", "sbert-nli-sample", "--pairs", "32"];
        var first = _cli.Run(command);
        var second = _cli.Run(command);

        Assert.Equal(first.Output, second.Output);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_cli.Folder, "cache", "trained"), "sbert-nli-sample*"));
        Assert.NotEqual(first.Lines[^1], _cli.Run([.. command, "--seed", "2"]).Lines[^1]);
    }

    [Theory]
    [InlineData("--pairs", "48")]
    [InlineData("--dropout", "0.2")]
    [InlineData("--precision", "fp32")]
    public void Any_other_setting_is_another_model(string option, string value)
    {
        string[] pairs = option == "--pairs" ? [] : ["--pairs", "32"];
        var plain = _cli.Run("train", "sbert-nli-sample", "--pairs", "32");
        var other = _cli.Run(["train", "sbert-nli-sample", .. pairs, option, value]);

        Assert.True(other.ExitCode == 0, other.Errors);
        Assert.NotEqual(plain.Lines[^1], other.Lines[^1]);
    }

    [Theory]
    [InlineData("bag-of-words is not trained here", "bag-of-words")]
    [InlineData("--learning-rate 0", "sbert-nli-sample", "--learning-rate", "0")]
    [InlineData("--dropout 1", "sbert-nli-sample", "--dropout", "1")]
    [InlineData("--pairs 8001", "sbert-nli-sample", "--pairs", "8001")]
    [InlineData("did you mean", "sbert-nli-sampel")]
    public void What_cannot_be_trained_is_wrong_usage(string message, params string[] arguments)
    {
        var run = _cli.Run(["train", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.OrdinalIgnoreCase);
    }
}
