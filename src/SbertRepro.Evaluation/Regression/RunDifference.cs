using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>An input or a fact that is not the same on both sides; null where it is absent.</summary>
public sealed record Change(string Name, string? Before, string? After);

/// <summary>A cell that was measured on both sides and is not the same.</summary>
/// <param name="Cell">For people.</param>
/// <param name="Metric">Of the two values.</param>
/// <param name="Before">Natural units.</param>
/// <param name="After">Natural units.</param>
/// <param name="Inputs">Fingerprint inputs that differ.</param>
/// <param name="Moves">Items whose rank moved most.</param>
public sealed record CellDifference(string Cell, string Metric, double? Before, double? After, IReadOnlyList<Change> Inputs, IReadOnlyList<RankMove> Moves)
{
    /// <summary>Facts of the machine and the libraries that differ.</summary>
    public IReadOnlyList<Change> Surroundings { get; init; } = [];

    public string Cause => Regression.Cause.Sentence([.. Inputs.Select(input => input.Name)], [.. Surroundings.Select(fact => fact.Name)]);

    public bool ScoreMoved => Before != After;
}

/// <summary>Everything that tells two results folders apart.</summary>
/// <param name="Cells">Cells on both sides whose number or inputs differ, furthest moved first.</param>
/// <param name="Unchanged">Cells on both sides with the same number and the same inputs.</param>
/// <param name="OnlyBefore">Cells that only the first folder has.</param>
/// <param name="OnlyAfter">Cells that only the second folder has.</param>
/// <param name="Latency">Timings that both sides have.</param>
/// <param name="Environment">Facts of the machines and libraries that differ.</param>
public sealed record RunDifference(
    IReadOnlyList<CellDifference> Cells, int Unchanged, IReadOnlyList<string> OnlyBefore, IReadOnlyList<string> OnlyAfter,
    IReadOnlyList<LatencyDifference> Latency, IReadOnlyList<Change> Environment)
{
    private const int MovesShown = 5;

    /// <summary>The one cause of all moved scores; null where none moved, or they have different ones.</summary>
    public string? Cause
    {
        get
        {
            var causes = Cells.Where(cell => cell.ScoreMoved).Select(cell => cell.Cause).Distinct(StringComparer.Ordinal).ToList();
            return causes.Count == 1 ? causes[0] : null;
        }
    }

    /// <param name="before">What was stored earlier.</param>
    /// <param name="after">What is stored now.</param>
    /// <param name="moves">How many of the items that moved are named, for each cell.</param>
    public static RunDifference Of(StoredResults before, StoredResults after, int moves = MovesShown)
    {
        var (old, now) = (ByName(before.Runs, after.Runs), ByName(after.Runs, before.Runs));
        var both = old.Keys.Where(now.ContainsKey).Order(StringComparer.Ordinal).ToList();
        var changed = both.Where(name => !Same(old[name], now[name])).Select(name => Compare(name, old[name], now[name], moves)).ToList();
        return new(
            [.. changed.OrderByDescending(cell => Math.Abs(cell.After - cell.Before ?? 0))], both.Count - changed.Count,
            [.. old.Keys.Except(now.Keys).Order(StringComparer.Ordinal)], [.. now.Keys.Except(old.Keys).Order(StringComparer.Ordinal)],
            LatencyDifference.Of(before, after),
            [.. both.SelectMany(name => EnvironmentDifference.Of(old[name].Provenance, now[name].Provenance)).Distinct()]);
    }

    // The machine is part of a cell's name only where both sides know it; else cells of two machines are compared.
    private static Dictionary<string, CellRecord> ByName(IReadOnlyList<RunRecord> runs, IReadOnlyList<RunRecord> others)
    {
        var shared = runs.Select(run => run.Machine).Intersect(others.Select(run => run.Machine)).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, CellRecord> cells = new(StringComparer.Ordinal);
        foreach (var run in runs.Where(run => shared.Count == 0 || shared.Contains(run.Machine)))
            foreach (var cell in run.Cells)
                cells.TryAdd($"{run.Scale} {(shared.Count == 0 ? "" : run.Machine + " ")}{run.Table} {run.System} seed {run.Seed} {cell.Dataset}", cell);
        return cells;
    }

    private static bool Same(CellRecord before, CellRecord after) =>
        before.Fingerprint.Equals(after.Fingerprint) && Equals(Main(before)?.Value, Main(after)?.Value) && before.Predictions.AsSpan().SequenceEqual(after.Predictions);

    private static CellDifference Compare(string name, CellRecord before, CellRecord after, int moves) => new(
        name, Main(after)?.Metric ?? "", Main(before)?.Value, Main(after)?.Value,
        [.. before.Fingerprint.DifferencesTo(after.Fingerprint)
            .Select(input => new Change(input, before.Fingerprint.Inputs.GetValueOrDefault(input), after.Fingerprint.Inputs.GetValueOrDefault(input)))],
        RankMove.Largest(before.Predictions, after.Predictions, moves))
    {
        Surroundings = [.. EnvironmentDifference.Of(before.Provenance, after.Provenance)],
    };

    // The score that a verdict reads is the one with an interval.
    private static Score? Main(CellRecord cell) => cell.Scores.FirstOrDefault(score => score.Interval is not null) ?? (cell.Scores.Count > 0 ? cell.Scores[0] : null);
}
