using System.Text;
using SbertRepro.Evaluation.Paper;

namespace SbertRepro.Reporting;

/// <summary>
/// <c>reports/tables.tex</c>: the tables for people who write papers, one table* environment per table and scale, with booktabs. Every number is a macro of measured
/// value, interval and paper's number, so that an author decides by one redefinition what is printed of them.
/// </summary>
public static class ReportLatex
{
    private const string Head = """
        % The measured tables of SbertRepro. Needs \usepackage{booktabs}. \input this file, or copy a table.
        % \sbmeasured{value}{low}{high}{paper}{verdict}: redefine it to print less or more; an empty argument says that there is nothing.
        \providecommand{\sbmeasured}[5]{#1\if\relax\detokenize{#4}\relax\else\,{\scriptsize(#4)}\fi}
        \providecommand{\sbnotrun}[1]{--\if\relax\detokenize{#1}\relax\else\,{\scriptsize(#1)}\fi}
        """;

    public static string Render(ReportModel model) =>
        string.Join("\n\n", [$"{Head.ReplaceLineEndings("\n")}\n% Generated from {Escaped(model.GeneratedFrom)}.",
            .. model.Tables.SelectMany(TableBlock.Of).Where(block => block.Again is null && block.Rows.Any(row => row.IsMeasured)).Select(Table)]) + "\n";

    private static string Table(TableBlock block)
    {
        var text = new StringBuilder();
        var columns = block.Section.Columns;
        Line("\\begin{table*}");
        Line("  \\centering");
        Line($"  \\begin{{tabular}}{{l{new string('r', columns.Count)}}}");
        Line("    \\toprule");
        Line($"    System & {string.Join(" & ", columns.Select(column => Escaped(column.Label)))} \\\\");
        Line("    \\midrule");
        foreach (var row in block.Rows.Where(row => row.IsMeasured)) Line($"    {Escaped(row.System.Name)} & {string.Join(" & ", row.Cells.Select(Cell))} \\\\");
        Line("    \\bottomrule");
        Line("  \\end{tabular}");
        Line($"  \\caption{{{Escaped(block.Section.Title)}, {Escaped(block.Scale)} scale, on {Escaped(string.Join(", ", block.Machines))}. {Escaped(block.Section.Unit)}; "
            + $"the paper's numbers in parentheses.}}");
        Line($"  \\label{{tab:{block.Anchor}}}");
        Line("\\end{table*}");
        return text.ToString().TrimEnd('\n');

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static string Cell(Comparison? cell)
    {
        if (cell is null) return "";
        var paper = cell.Paper is { } printed ? CellText.Score(printed) : "";
        var verdict = VerdictStyle.Of(cell);
        if (verdict.Verdict == Verdict.NotRun) return $"\\sbnotrun{{{paper}}}";
        var (low, high) = cell.Interval is { } interval ? (CellText.Score(interval.Low), CellText.Score(interval.High)) : ("", "");
        return $"\\sbmeasured{{{CellText.Score(cell.Measured!.Value)}}}{{{low}}}{{{high}}}{{{paper}}}{{{verdict.Word}}}";
    }

    /// <summary>The characters that LaTeX reads as commands.</summary>
    internal static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
            escaped.Append(letter switch
            {
                '\\' => "\\textbackslash{}",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{letter}",
                '−' => "$-$",
                '×' => "$\\times$",
                _ => letter.ToString(),
            });
        return escaped.ToString();
    }
}
