using static SbertRepro.Reporting.MarkdownReport;

namespace SbertRepro.Reporting;

/// <summary>The chapter about the spread over machines, as Markdown.</summary>
internal static class MarkdownSpread
{
    public static string Render(SpreadSection section, string results) => string.Join("\n\n", Parts(section, results));

    private static IEnumerable<string> Parts(SpreadSection section, string results)
    {
        yield return "## Spread over machines";
        yield return $"{T(section.Summary)} To add a machine: `{SpreadSection.Command}`";
        if (section.CellRows.ToList() is { Count: > 0 } cells) yield return "Largest spreads with the same inputs, in points (x100):\n\n" + Table(SpreadSection.CellColumns, cells);
        if (section.InputRows.ToList() is { Count: > 0 } inputs)
            yield return "Cells with inputs that differ, spreads in points (x100):\n\n" + Table(SpreadSection.InputColumns, inputs);
        if (section.Statements.Count == 0) yield break;
        yield return "Signed statements:\n\n" + Table(
            SpreadSection.StatementColumns, section.StatementRows.Select(row => (string[])[$"[{row.Cells[0]}]({ResultLinks.Address(results, row.File)})", .. row.Cells[1..]]));
        yield return T(SpreadSection.Meaning);
    }
}
