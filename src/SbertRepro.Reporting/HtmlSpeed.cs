using System.Globalization;
using SbertRepro.Evaluation.Results;
using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapter about speed; a row whose output did not agree with the reference is struck out.</summary>
internal static class HtmlSpeed
{
    private static readonly string[] Columns =
        ["system", "precision", "batching", "device", "sentences/s", "tokens/s", "GFLOP/s", "share", "padding", "p50 ms", "p95 ms", "peak MB", "machine"];

    public static string Render(IReadOnlyList<SpeedRow> speed, IReadOnlyList<string> notes) => speed.Count == 0 ? "" : $"""
        <section id="speed"><h2>Speed</h2>
        <p>The share is the achieved arithmetic over the rate of bare matrix products of the same shapes, probed between the batches of the same run.
        A row whose output did not agree with the reference is void and struck out.</p>
        {Scrolling("Speed", Columns, speed.Select(Row), "sortable")}
        <ul>{Lines(notes.Select(note => $"<li>{E(note)}</li>"))}</ul>
        </section>
        """;

    private static string Row(SpeedRow row)
    {
        string[] numbers =
        [
            Number(row.SentencesPerSecond, "0.0"), Number(row.TokensPerSecond, "0"), Number(row.Gflops, "0"),
            Number(100 * row.GemmShare, "0.0") + (row.GemmShare is null ? "" : " %"), Number(100 * row.Padding, "0.0") + (row.Padding is null ? "" : " %"),
            Number(row.P50Milliseconds, "0.0"), Number(row.P95Milliseconds, "0.0"), Number(row.PeakMegabytes, "0"),
        ];
        string[] words = [row.Precision, row.Batching, row.Device];
        var cells = words.Select(E).Select(word => $"<td>{Struck(word)}</td>").Concat(numbers.Select(number => $"<td class=\"n\">{Struck(number)}</td>"))
            .Append($"<td>{E(row.Machine)}</td>");
        return $"<tr><th scope=\"row\">{Struck(E(row.System))}{(row.Valid == false ? " <small>void: accuracy did not hold</small>" : "")}</th>{string.Concat(cells)}</tr>";

        string Struck(string text) => row.Valid == false && text.Length > 0 ? $"<s>{text}</s>" : text;
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
