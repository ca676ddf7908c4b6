using MathNet.Numerics.Distributions;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Paper;

/// <summary>A row to compare.</summary>
/// <param name="System">System id, as in run records; for a row that nothing runs for, its label.</param>
/// <param name="PaperRow">The paper's label; null where the paper has no such row.</param>
/// <param name="NotJudged">Why its numbers are shown but not judged; null when they are judged.</param>
/// <param name="NotRun">Why it has no numbers, where it has none.</param>
public sealed record ComparisonRow(string System, string? PaperRow, string? NotJudged, string NotRun)
{
    /// <summary>Where the paper's columns are not datasets: the printed column of this row; null takes the column's own.</summary>
    public string? PaperColumn { get; init; }
}

/// <summary>A column to compare.</summary>
/// <param name="Dataset">Dataset id, as in run records.</param>
/// <param name="PaperColumn">The paper's label; null for a column of ours.</param>
public sealed record ComparisonColumn(string Dataset, string? PaperColumn);

/// <summary>Puts the runs of one table, scale and machine beside the printed table. Pure; every cell comes out, measured or not.</summary>
public sealed class PaperComparison(string table, string metric, string scale, string machine, PaperTable? paper, IReadOnlyList<RunRecord> runs)
{
    /// <summary>The id of the column that the paper calls Avg: the plain mean of the paper's columns.</summary>
    public const string Average = "Avg";

    private const string PapersWay = "all"; // facts: the author concatenates the files of a year

    private bool HasAverage => paper?.Cells.Any(cell => cell.Column == Average) == true;

    public IReadOnlyList<Comparison> Compare(IReadOnlyList<ComparisonRow> rows, IReadOnlyList<ComparisonColumn> columns) =>
        [.. rows.SelectMany(row => Compare(row, columns))];

    private IEnumerable<Comparison> Compare(ComparisonRow row, IReadOnlyList<ComparisonColumn> columns)
    {
        var own = runs.Where(run => run.System == row.System).OrderBy(run => run.Seed).ToList();
        List<Comparison> cells = [.. columns.SelectMany(column => Cells(row, column, own))];
        return HasAverage ? [.. cells, .. Mean(row, columns, own)] : cells;
    }

    private IEnumerable<Comparison> Cells(ComparisonRow row, ComparisonColumn column, IReadOnlyList<RunRecord> own)
    {
        var cells = own.Select(run => (run.Seed, Cell: run.Cells.FirstOrDefault(cell => cell.Dataset == column.Dataset))).Where(pair => pair.Cell is not null).ToList();
        var printed = row.PaperRow is null || column.PaperColumn is null ? null : paper?.Find(row.PaperRow, row.PaperColumn ?? column.PaperColumn);
        var aggregations = cells.SelectMany(pair => pair.Cell!.Scores).Where(score => score.Metric == metric).Select(score => score.Aggregation).Distinct().ToList();
        if (aggregations.Count == 0) return [Missing(row, column.Dataset, printed)];
        return aggregations.Select(aggregation =>
        {
            var scores = cells.Select(pair => (pair.Seed, Score: pair.Cell!.Find(metric, aggregation))).Where(pair => pair.Score is not null).Select(pair => (pair.Seed, pair.Score!)).ToList();
            return Measured(row, column.Dataset, aggregation, aggregation == PapersWay ? printed : null, scores);
        });
    }

    private Comparison Measured(ComparisonRow row, string dataset, string aggregation, PaperCell? printed, IReadOnlyList<(int Seed, Score Score)> scores)
    {
        double[] values = [.. scores.Select(pair => 100 * pair.Score.Value)];
        double[] errors = [.. scores.Select(pair => pair.Score.Interval is { } interval ? 100 * (interval.High - interval.Low) / 2 / Quantile : double.NaN)];
        var (value, error) = (values.Average(), VerdictRule.StandardError(errors, values));
        // One seed keeps the bootstrap's own, asymmetric interval; several get the joint, symmetric one.
        var interval = scores is [var only] ? Times100(only.Score.Interval) : double.IsNaN(error) ? null : new Interval(value - (Quantile * error), value + (Quantile * error));
        var (verdict, reason) = Judge(row, aggregation, printed, value, error);
        return Cell(row, dataset, aggregation, printed) with
        {
            Measured = value,
            Interval = interval,
            Count = scores[0].Score.Count,
            Seeds = [.. scores.Select(pair => pair.Seed)],
            Verdict = verdict,
            Reason = reason,
        };
    }

    private static (Verdict, string) Judge(ComparisonRow row, string aggregation, PaperCell? printed, double value, double error) => (row.NotJudged, printed) switch
    {
        ({ } reason, _) => (Verdict.NotJudged, reason),
        (null, null) => (Verdict.NotJudged, aggregation == PapersWay ? "the paper has no such cell" : "the paper concatenates the files of a year (aggregation all)"),
        _ when double.IsNaN(value) || double.IsNaN(error) => (Verdict.NotJudged, "no interval: the correlation is undefined, as when every pair gets the same similarity"),
        (null, var cell) => VerdictRule.Judge(value, error, cell.Value, cell.StandardDeviation),
    };

    private IEnumerable<Comparison> Mean(ComparisonRow row, IReadOnlyList<ComparisonColumn> columns, IReadOnlyList<RunRecord> own)
    {
        string[] datasets = [.. columns.Where(column => column.PaperColumn is not null).Select(column => column.Dataset)];
        if (datasets.Length < 2) yield break;
        var printed = row.PaperRow is null ? null : paper?.Find(row.PaperRow, Average);
        var means = own.Select(run => (run.Seed, Score: MeanOf(run, datasets))).Where(mean => mean.Score is not null).Select(mean => (mean.Seed, mean.Score!)).ToList();
        if (means.Count > 0) yield return Measured(row, Average, PapersWay, printed, means);
        else yield return Missing(own.Count == 0 ? row : row with { NotRun = "not all of its datasets were run" }, Average, printed);
    }

    // The datasets are independent samples of items, so their errors add in squares; the seed is common to them, so the mean is taken seed by seed.
    private Score? MeanOf(RunRecord run, string[] datasets)
    {
        var parts = datasets.Select(dataset => run.Cells.FirstOrDefault(cell => cell.Dataset == dataset)?.Find(metric, PapersWay)).OfType<Score>().Where(score => score.Interval is not null).ToList();
        if (parts.Count < datasets.Length) return null;
        var value = parts.Average(part => part.Value);
        var half = Math.Sqrt(parts.Sum(part => Math.Pow((part.Interval!.Value.High - part.Interval.Value.Low) / 2, 2))) / parts.Count;
        return new Score(metric, PapersWay, value, new Interval(value - half, value + half), parts.Sum(part => part.Count));
    }

    private Comparison Missing(ComparisonRow row, string dataset, PaperCell? printed) => Cell(row, dataset, PapersWay, printed);

    private Comparison Cell(ComparisonRow row, string dataset, string aggregation, PaperCell? printed) => new()
    {
        Table = table,
        System = row.System,
        Dataset = dataset,
        Metric = metric,
        Aggregation = aggregation,
        Scale = scale,
        Machine = machine,
        Paper = printed?.Value,
        PaperStandardDeviation = printed?.StandardDeviation,
        Verdict = Verdict.NotRun,
        Reason = row.NotRun,
    };

    private static Interval? Times100(Interval? interval) => interval is { } range ? new Interval(100 * range.Low, 100 * range.High, range.Level) : null;

    private static double Quantile { get; } = Normal.InvCDF(0, 1, 0.975);
}
