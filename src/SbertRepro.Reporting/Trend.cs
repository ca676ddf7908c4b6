using System.Globalization;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Reporting;

/// <summary>One timing of a cell's history.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Commit">Of the code.</param>
/// <param name="Event">As in <see cref="HistoryEntry.Event"/>.</param>
/// <param name="Value">Million SplitMix64 numbers in the time of a pass: freed from the machine's speed.</param>
internal sealed record TrendPoint(DateTimeOffset Time, string Commit, string Event, double Value)
{
    public string Date => Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>How the time of one cell developed on one machine: points, and the levels between the steps that the gate sees in them.</summary>
internal sealed record Trend(string Machine, string Cell, IReadOnlyList<TrendPoint> Points, IReadOnlyList<Level> Levels)
{
    private const int Fewest = 2; // one point is no trend

    public static readonly string[] Columns = ["time (UTC)", "commit", "event", "million numbers a pass", "level"];

    public const string Meaning = "Time of one pass over the probe sentences since the first accepted baseline, in million numbers that the machine's own probe "
        + "draws in that time: a slow hour moves both. A step is a level that left the noise band of the one before and stayed; "
        + "it warns and never fails, since nothing ran beside it.";

    /// <summary>Also the file name of the picture.</summary>
    public string Anchor => Reporting.Anchor.Of($"trend-{Machine}-{Cell}");

    public string Title => $"{Cell} on {Machine}";

    /// <summary>The figure in words.</summary>
    public string Sentence =>
        string.Create(CultureInfo.InvariantCulture, $"{Points.Count} timings from {Points[0].Date} to {Points[^1].Date}. ") + string.Join(" ", Levels.Select(Words));

    public IEnumerable<string[]> Rows => Points.Select((point, index) => (string[])
    [
        point.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Short(point.Commit), point.Event, Number(point.Value),
        (1 + Levels.ToList().FindLastIndex(level => level.Start <= index)).ToString(CultureInfo.InvariantCulture),
    ]);

    /// <summary>One per machine and timed cell with a past.</summary>
    public static IReadOnlyList<Trend> Of(IReadOnlyList<History> histories) =>
    [
        .. from history in histories
           from cell in history.TimedCells
           let points = PointsOf(history, cell)
           where points.Count >= Fewest
           select new Trend(history.Machine, cell, points, StepDetection.Levels([.. points.Select(point => point.Value)])),
    ];

    /// <summary>How much higher a level is than the one before, "+12 %".</summary>
    public string Step(int level) => CellText.Signed(100 * ((Levels[level].Centre / Levels[level - 1].Centre) - 1)) + " %";

    private string Words(Level level, int index)
    {
        var (low, high) = StepDetection.Band(level);
        var band = $"around {Number(level.Centre)}, noise band {Number(low)} to {Number(high)}.";
        return index == 0 ? $"Level 1 {band}" : $"A step of {Step(index)} on {Points[level.Start].Date} at commit {Short(Points[level.Start].Commit)}: level {index + 1} {band}";
    }

    private static List<TrendPoint> PointsOf(History history, string cell) =>
    [
        .. from entry in history.Entries
           from past in entry.Cells
           let value = past.Normalised ?? double.NaN
           where past.Cell == cell && value > 0
           select new TrendPoint(entry.Time, entry.Commit, entry.Event, value),
    ];

    private static string Short(string commit) => commit[..Math.Min(12, commit.Length)];

    private static string Number(double value) => value.ToString("#,0.0", CultureInfo.InvariantCulture);
}
