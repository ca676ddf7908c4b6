using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

public sealed class UsageTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("plan")]
    [InlineData("fetch")]
    [InlineData("run")]
    [InlineData("report")]
    [InlineData("list")]
    [InlineData("why")]
    [InlineData("encode")]
    [InlineData("score")]
    [InlineData("tokenize")]
    [InlineData("export-onnx")]
    [InlineData("diff")]
    [InlineData("check")]
    [InlineData("accept")]
    [InlineData("time")]
    [InlineData("measure")]
    [InlineData("ledger")]
    public void Help_ends_with_lines_to_type(string verb)
    {
        var help = _cli.Run([.. verb.Length == 0 ? Array.Empty<string>() : [verb], "--help"]);

        Assert.Equal(0, help.ExitCode);
        Assert.Empty(help.Errors);
        Assert.Contains($"sbert-repro {verb}".TrimEnd(), help.Output, StringComparison.Ordinal);
        Assert.Contains(verb.Length == 0 ? "Exit codes:" : "Examples:", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Pre_training_on_pairs_does_not_write_over_the_model_that_it_starts_from()
    {
        var result = _cli.Run("pretrain", "--pairs-from", "here", "-o", "./here");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--pairs-from here is the output too", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runn", "run")]
    [InlineData("run --scale smal", "small")]
    [InlineData("run --table tabel1", "table1")]
    [InlineData("run --system bag-of-word", "bag-of-words")]
    [InlineData("run --dataset STSb-tset", "STSb-test")]
    [InlineData("plan --precision fp23", "fp32")]
    [InlineData("plan --sytem bag-of-words", "--system")]
    [InlineData("list sistems", "systems")]
    [InlineData("encode --system bag-of-words --format nyp", "npy")]
    [InlineData("why bag-of-wrods", "bag-of-words")]
    [InlineData("fetch tabel1", "table1")]
    [InlineData("measure sektion1 bi.bag-of-words", "section1")]
    [InlineData("measure section1 bi.bag-of-wrods --scale sample", "bi.bag-of-words")]
    public void A_mistyped_word_ends_with_2_and_a_suggestion(string line, string suggestion)
    {
        var run = _cli.Run(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(suggestion, run.Errors, StringComparison.Ordinal);
        Assert.StartsWith("sbert-repro: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("2,,3")]
    public void Seeds_that_make_no_sense_are_quoted_as_they_were_typed(string seeds) =>
        Assert.Contains($"--seeds {seeds}", _cli.Run("plan", "--seeds", seeds).Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("run --threads 0")]
    [InlineData("run --threads x")]
    [InlineData("run --seeds 1,,2")]
    [InlineData("run --seeds 3-1")]
    [InlineData("run --seeds -1")]
    [InlineData("run --seeds 0")]
    [InlineData("run --seeds x")]
    [InlineData("run --train --no-train")]
    [InlineData("run --device tpu")]
    [InlineData("run --layer 3")]
    [InlineData("run --pooling median")]
    [InlineData("run --system ./no-such-folder")]
    [InlineData("encode")]
    [InlineData("tokenize")]
    [InlineData("tokenize --vocab a --system b")]
    [InlineData("encode --system bag-of-words --pooling mean")]
    [InlineData("fetch")]
    [InlineData("diff no-such-folder another")]
    [InlineData("accept")]
    public void A_value_out_of_range_ends_with_2(string line)
    {
        var run = _cli.Run(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_ends_with_1_and_its_name()
    {
        var run = _cli.Run("encode", "absent.txt", "--system", "bag-of-words");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("absent.txt: no such file", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_stack_trace_is_shown_only_when_asked_for()
    {
        _cli.Environment["SBERT_REPRO_DEBUG"] = "1";

        var run = _cli.Run("encode", "absent.txt", "--system", "bag-of-words");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Asking_for_a_GPU_that_is_not_there_is_an_error_not_a_fallback()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidiactl"), "this machine has an NVIDIA driver");

        var run = _cli.Run("run", "--device", "cuda", "--scale", "sample");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("CUDA", run.Errors, StringComparison.Ordinal);
    }
}
