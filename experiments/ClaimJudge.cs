using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments;

/// <summary>
/// Asks of each of the paper's claims about order whether it holds for the systems of a scale: a paired bootstrap over the items and seeds of stored cells.
/// The paper's numbers need the paper's systems; its orders can be checked with smaller ones.
/// </summary>
public sealed class ClaimJudge(Setting setting, ResultStore results, RecordStore<ClaimRecord> judgements, Sources sources)
{
    /// <summary>Judges every claim whose cells are stored, unless it was judged from the same cells before.</summary>
    public IReadOnlyList<ClaimRecord> Judge(CancellationToken cancellation)
    {
        var all = results.All();
        var runs = CurrentWeights.In(new StoredResults(all)).Unmixed([.. all.Where(run => run.Scale == setting.Scale.Name() && run.Machine == setting.MachineId)]);
        List<ClaimRecord> judged = [];
        foreach (var question in ShapeClaims.At(setting.Scale))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Judge(question, runs) is { } record) judged.Add(record);
        }
        return judged;
    }

    private ClaimRecord? Judge(ClaimQuestion question, IReadOnlyList<RunRecord> runs)
    {
        var (better, worse) = (Cells(question.Better), Cells(question.Worse));
        if (better.Count == 0 || worse.Count == 0 || sources.OfDataset(question.Dataset).Missing is not null) return null;
        if (WeightsRead.Differ(better.Concat(worse).Select(cell => cell.Fingerprint))) return null; // one of them is still of a former model
        string[] inputs = [CodeHash.Metrics, .. better.Concat(worse).Select(cell => cell.Fingerprint.Hash)];
        var before = judgements.Find(setting.Scale.Name(), setting.MachineId, question.Name);
        if (before is not null && before.Inputs.SequenceEqual(inputs)) return before;
        var (first, second) = (better.Select(cell => cell.Predictions).ToArray(), worse.Select(cell => cell.Predictions).ToArray());
        var data = sources.LoadDataset(question.Dataset);
        if (first.Concat(second).Any(predictions => predictions.Length != data.Count)) return null; // stored of another edition of the dataset
        if (Difference(data, first, second) is not { } difference) return null;
        var record = new ClaimRecord(setting.Scale.Name(), setting.MachineId, question.Claim.Id, question.Dataset, question.Better.Id, question.Worse.Id,
            better.Count, worse.Count, data.Count, difference.Estimate, difference.Interval, difference.Probability, inputs)
        {
            McNemar = data is TransferData { Dataset: var task } && first is [var one] && second is [var other] ? McNemarTest.Of(Truth(task), one, other).PValue : null,
        };
        judgements.Save(record);
        return record;

        List<CellRecord> Cells(SystemSpec system) =>
            [.. runs.Where(run => run.Table == question.Table.Id && run.System == system.Id).OrderBy(run => run.Seed)
                .SelectMany(run => run.Cells).Where(cell => cell.Dataset == question.Dataset)];
    }

    private static PairedDifference? Difference(TaskData data, float[][] better, float[][] worse) => data switch
    {
        SimilarityData { Dataset: var pairs } => PairedBootstrap.Spearman([.. pairs.Subsets.SelectMany(subset => subset.Pairs).Select(pair => pair.Gold)], better, worse),
        TransferData { Dataset: var task } => PairedBootstrap.Accuracy(Truth(task), better, worse),
        _ => throw new NotSupportedException(data.GetType().Name),
    };

    private static float[] Truth(TransferDataset task) => [.. task.Scored.Select(item => (float)item.Label)];
}

/// <summary>A claim, put to two systems on one dataset.</summary>
public sealed record ClaimQuestion(Claim Claim, Experiment Table, string Dataset, SystemSpec Better, SystemSpec Worse)
{
    public string Name => ClaimRecord.NameOf(Claim.Id, Dataset);
}
