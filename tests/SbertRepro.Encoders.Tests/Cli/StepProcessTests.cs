using SbertRepro.Cli;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>Steps of studies in processes of their own.</summary>
public sealed class StepProcessTests : IDisposable
{
    private static readonly StudyStep Words = Section1SearchCost.Value.StepsAt(Scale.Sample).Single(step => step.Id == "bi.bag-of-words");

    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_step_comes_back_whole_from_its_process_and_nothing_is_kept_on_the_way()
    {
        var record = Process().Measure(Section1SearchCost.Value, Words, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(("section1", "bi.bag-of-words", "sample"), (record.Study, record.Step, record.Scale));
        Assert.Contains(record.Quantities, quantity => quantity.What == Section1SearchCost.Query && quantity.Samples.Count == quantity.Count);
        Assert.Equal(1, record.Provenance.Threads);
        Assert.Empty(Directory.EnumerateFiles(_cli.Folder, "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_process_that_fails_says_why_and_how_to_see_it_again()
    {
        var unknown = Words with { Id = "bi.nobody" };

        var error = Assert.Throws<ActionableException>(() => Process().Measure(Section1SearchCost.Value, unknown, progress: null, TestContext.Current.CancellationToken));

        Assert.Contains("exit code 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Next: sbert-repro measure section1 bi.nobody", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_measurement_ends_its_process()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => Process().Measure(Section1SearchCost.Value, Words, progress: null, cancellation.Token));
    }

    [Fact]
    public void A_process_ends_when_its_owner_is_gone()
    {
        var orphan = _cli.Run("measure", "section1", "bi.mini-bert-mean", "--scale", "sample", "--owned"); // its input is closed at once

        Assert.Equal(ExitCode.Cancelled, orphan.ExitCode);
        Assert.Empty(orphan.Output);
    }

    private StepProcess Process() => new(new Setting(Scale.Sample, "cpu", "cpu", "fp32", 1, Machine.Read()), _cli.Folder);
}
