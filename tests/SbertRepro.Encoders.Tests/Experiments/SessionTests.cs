using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using Xunit;

namespace SbertRepro.Encoders.Tests.Experiments;

public sealed class SessionTests : IDisposable
{
    private static readonly Cell Words = new(Table1UnsupervisedSts.Value, Systems.BagOfWords, "Sample-STS-dev", 1);

    private static readonly Cell Elsewhere = Words with { Table = Words.Table with { Id = "table2" } };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_number_that_two_tables_share_is_measured_once_and_kept_in_both_with_its_one_provenance()
    {
        var records = Compute(Session(), Words, Elsewhere).Select(outcome => Assert.IsType<CellOutcome.Computed>(outcome).Record).ToList();

        Assert.Same(records[0].Predictions, records[1].Predictions);
        Assert.Same(records[0].Provenance, records[1].Provenance);
        Assert.All([Words, Elsewhere], cell => Assert.IsType<CellState.Fresh>(Session().StateOf(cell)));
    }

    [Fact]
    public void What_another_run_finished_meanwhile_is_not_computed_again()
    {
        Compute(Session(), Words);

        Assert.IsType<CellOutcome.AlreadyFresh>(Assert.Single(Compute(Session(), Words)));
    }

    [Fact]
    public void A_failure_ends_its_system_and_not_the_next_one()
    {
        var mean = Words with { System = Systems.MiniBertMean };
        var outcomes = Session().Compute([Words, Elsewhere, mean],
            (cell, work) => cell.System == Systems.BagOfWords ? throw new InvalidDataException("broken") : work(null), TestContext.Current.CancellationToken).ToList();

        Assert.Equal("broken", Assert.IsType<CellOutcome.Failed>(outcomes[0]).Failure.Message);
        Assert.Equal(mean, Assert.IsType<CellOutcome.Computed>(outcomes[1]).Cell);
        Assert.Equal(2, outcomes.Count);
    }

    private static List<CellOutcome> Compute(Session session, params Cell[] cells) => [.. session.Compute(cells, (_, work) => work(null), TestContext.Current.CancellationToken)];

    private Session Session()
    {
        var sample = new SampleScale(_folder);
        return new Session(sample.Setting, new ResultStore(_folder.File("results")), sample.Sources, sample.Opening, new VectorCache(_folder.File("vectors")), sample.Process.Describe);
    }
}
