using System.Text.Json;
using Pragmastat;

namespace SbertRepro.Evaluation.Regression;

/// <summary>The past of one machine: <c>results/history/&lt;machine&gt;.jsonl</c>, one JSON object a line, only ever appended to.</summary>
/// <param name="Machine">As in <see cref="Results.Machine.Id"/>.</param>
/// <param name="Entries">Oldest first.</param>
public sealed record History(string Machine, IReadOnlyList<HistoryEntry> Entries)
{
    /// <summary>Fewer ratios say nothing about a spread.</summary>
    private const int FewestRatios = 5;

    private const string Extension = ".jsonl";

    /// <summary>The histories of all machines below a results folder, in the order of their names.</summary>
    public static IReadOnlyList<History> All(string results) => Folder(results) is var folder && !Directory.Exists(folder) ? []
        : [.. Directory.EnumerateFiles(folder, $"*{Extension}").Order(StringComparer.Ordinal).Select(path => Read(results, Path.GetFileNameWithoutExtension(path)))];

    /// <exception cref="ActionableException">A line is no entry; the message has its number.</exception>
    public static History Read(string results, string machine)
    {
        var path = PathOf(results, machine);
        return new(machine, !File.Exists(path) ? []
            : [.. File.ReadLines(path).Index().Where(line => line.Item.Length > 0).Select(line => Parse(line.Item, $"{path} line {line.Index + 1}"))]);
    }

    public static string Append(string results, string machine, HistoryEntry entry)
    {
        Directory.CreateDirectory(Folder(results));
        File.AppendAllText(PathOf(results, machine), JsonSerializer.Serialize(entry, HistoryJson.Default.HistoryEntry) + "\n");
        return PathOf(results, machine);
    }

    /// <summary>
    /// Noise of interleaved comparisons of a cell: Shamos' spread (Pragmastat) of its past ratios, as a fraction; 0 while there are fewer than five. Ratios of real changes
    /// are few and far out, which this spread ignores.
    /// </summary>
    public double NoiseOf(string cell)
    {
        var ratios = Values(cell, past => past.Ratio);
        return ratios.Count < FewestRatios ? 0 : new Sample([.. ratios.Select(ratio => Math.Log(ratio))]).Spread().NominalValue;
    }

    /// <summary>One quantity of a cell over time, oldest first.</summary>
    public IReadOnlyList<double> Values(string cell, Func<HistoryCell, double?> quantity) =>
        [.. Entries.SelectMany(entry => entry.Cells).Where(past => past.Cell == cell).Select(quantity).OfType<double>()];

    /// <summary>Cells that were ever timed, in the order of their first timing.</summary>
    public IReadOnlyList<string> TimedCells => [.. Entries.SelectMany(entry => entry.Cells).Where(past => past.Normalised is not null).Select(past => past.Cell).Distinct()];

    /// <summary>The same with one more entry, in memory alone.</summary>
    public History With(HistoryEntry entry) => this with { Entries = [.. Entries, entry] };

    /// <summary>Timings that jumped upwards and stayed, in words: told, never failed, for nothing ran beside them.</summary>
    public IReadOnlyList<string> Steps() =>
    [
        .. from cell in TimedCells
           let slowdown = StepDetection.LastSlowdown(StepDetection.Levels(Values(cell, past => past.Normalised)))
           where slowdown is not null
           select FormattableString.Invariant($"{cell}: the history steps up by {100 * slowdown:0.0} % (freed from the machine's speed)"),
    ];

    private static HistoryEntry Parse(string line, string where)
    {
        try
        {
            return JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryEntry) ?? throw new JsonException("the line holds only null");
        }
        catch (JsonException error)
        {
            throw new ActionableException(
                $"not an entry of a history ({error.Message})", where, "a line that sbert-repro accept or check wrote", "repair or remove the line.", error);
        }
    }

    private static string Folder(string results) => Path.Combine(results, "history");

    private static string PathOf(string results, string machine) => Path.Combine(Folder(results), machine + Extension);
}
