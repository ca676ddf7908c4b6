using System.Text.RegularExpressions;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class ReportLatexTests
{
    private static readonly string Latex = ReportLatex.Render(SampleReport.Model);

    [Fact]
    public void Environments_open_and_close_and_every_row_has_as_many_cells_as_the_table_has_columns()
    {
        Assert.Equal(Regex.Count(Latex, @"\\begin\{"), Regex.Count(Latex, @"\\end\{"));
        Assert.Equal(Regex.Count(Latex, @"(?<!\\)\{"), Regex.Count(Latex, @"(?<!\\)\}"));
        foreach (Match table in Regex.Matches(Latex, @"\\begin\{tabular\}\{(l?r*)\}(.*?)\\end\{tabular\}", RegexOptions.Singleline))
            Assert.All(table.Groups[2].Value.Split('\n').Where(line => line.EndsWith(@"\\", StringComparison.Ordinal)), line => Assert.Equal(table.Groups[1].Length - 1, Regex.Count(line, @"(?<!\\)&")));
    }

    [Fact]
    public void A_cell_carries_value_interval_paper_and_verdict() => Assert.Contains(@"\sbmeasured{46.40}{44.40}{48.90}{46.35}{reproduced}", Latex, StringComparison.Ordinal);

    [Fact]
    public void Characters_that_LaTeX_reads_as_commands_are_escaped()
    {
        Assert.Contains(@"Mean of states\_", Latex, StringComparison.Ordinal);
        Assert.Contains(@"100 \% extra \& more", Latex, StringComparison.Ordinal);
        Assert.Equal(@"\textbackslash{}a \{b\} \textasciitilde{}", ReportLatex.Escaped(@"\a {b} ~"));
    }
}
