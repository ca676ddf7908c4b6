using System.Text.Json;
using System.Text.RegularExpressions;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Reporting;

/// <summary>
/// The comparisons as the page's script reads them: { keys, causes, changes: [name, first, second], timings: [what, three numbers, the three of the way back],
/// pairs: [first, second, causes, inputs, timings, surroundings] }. All but the words are places in those lists, since most pairs say what others say too.
/// </summary>
internal sealed partial class ExplorerData
{
    private const int ShortHash = 12;

    private readonly Words _keys = new(), _causes = new(), _changes = new(), _timings = new();

    public static string Json(IReadOnlyList<RunComparison> comparisons)
    {
        var data = new ExplorerData();
        object[] pairs = [.. comparisons.Select(data.Pair)];
        return JsonSerializer.Serialize(new { keys = data._keys.Single, causes = data._causes.Single, changes = data._changes.All, timings = data._timings.All, pairs });
    }

    private object[] Pair(RunComparison comparison) =>
    [
        _keys.PlaceOf(comparison.First), _keys.PlaceOf(comparison.Second),
        Causes(comparison.Difference).Select(cause => _causes.PlaceOf(cause)).ToArray(),
        comparison.Difference.Cells.SelectMany(cell => cell.Inputs).Distinct().Select(input => Place(input with { Name = Cause.Words(input.Name) })).ToArray(),
        comparison.Difference.Latency.Zip(comparison.Back, (forth, back) => _timings.PlaceOf([forth.What, .. Numbers(forth), .. Numbers(back)])).ToArray(),
        comparison.Difference.Environment.Select(Place).ToArray(),
    ];

    /// <summary>One sentence where all moved scores have one cause, else one for each cause.</summary>
    internal static IEnumerable<string> Causes(RunDifference difference) => difference.Cause is { } cause ? [SentenceCase.Of(cause) + "."]
        : difference.Cells.Where(cell => cell.ScoreMoved).GroupBy(cell => cell.Cause)
            .Select(group => $"{CellText.Whole(group.Count())} {(group.Count() == 1 ? "score" : "scores")}: {group.Key}.");

    private int Place(Change change) => _changes.PlaceOf(change.Name, Shortened(change.Before), Shortened(change.After));

    private static string[] Numbers(LatencyDifference timing) => DifferenceMarkdown.Numbers(timing);

    private static string Shortened(string? value) => value is null ? "(absent)" : Hash().Replace(value, hash => hash.Value[..ShortHash]);

    // Of a file, or of a commit.
    [GeneratedRegex(@"\b[0-9a-f]{40,64}\b")]
    private static partial Regex Hash();

    /// <summary>Rows of words, each once, in the order of their first use.</summary>
    private sealed class Words
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public List<string[]> All { get; } = [];

        public IEnumerable<string> Single => All.Select(row => row[0]);

        public int PlaceOf(params string[] row)
        {
            var key = string.Join('\0', row);
            if (_places.TryGetValue(key, out var place)) return place;
            All.Add(row);
            return _places[key] = All.Count - 1;
        }
    }
}
