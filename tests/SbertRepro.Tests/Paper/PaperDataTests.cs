using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Paper;
using Xunit;

namespace SbertRepro.Tests.Paper;

public sealed class PaperDataTests
{
    [Theory]
    [InlineData("table1", 72)]
    [InlineData("table2", 18)]
    [InlineData("table3", 23)]
    [InlineData("table4", 7)]
    [InlineData("table5", 64)]
    [InlineData("table6", 13)]
    [InlineData("table7", 9)]
    public void Every_printed_cell_is_there(string table, int cells) => Assert.Equal(cells, PaperData.Table(table).Cells.Count);

    [Fact]
    public void Printed_deviations_are_kept() => Assert.Equal(0.76, PaperData.Table("table2").Find("BERT-STSb-base", "STSb")!.StandardDeviation);

    [Fact]
    public void Numbers_are_read_the_same_under_a_decimal_comma()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(58.02, Parse("row,column,value,sd\nGloVe,STSb,58.02,\n").Cells[0].Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_field_in_quotes_may_hold_commas_and_quotes() =>
        Assert.Equal("(u, \"v\")", Parse("row,column,value,sd\n\"(u, \"\"v\"\")\",NLI,66.04,\n").Cells[0].Row);

    [Theory]
    [InlineData("row,column,value\n", "line 1", "row,column,value,sd")]
    [InlineData("row,column,value,sd\nGloVe,STSb,58.02\n", "line 2", "3 fields")]
    [InlineData("row,column,value,sd\nGloVe,STSb,58.02,,x\n", "line 2", "5 fields")]
    [InlineData("row,column,value,sd\nGloVe,STSb,\"58,02\",\n", "line 2", "'58,02'")]
    [InlineData("row,column,value,sd\nGloVe,STSb,,\n", "line 2", "value ''")]
    [InlineData("row,column,value,sd\nGloVe,STSb,1,\nGloVe,STSb,2,\n", "line 3", "a second time")]
    public void A_malformed_line_is_named(string text, string where, string what)
    {
        var error = Assert.Throws<ActionableException>(() => Parse(text));

        Assert.Contains($"a.csv {where}", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_are_numbers_or_orders() => Assert.All(PaperData.Claims, claim => Assert.NotEqual(claim.Value is null, claim.Better is null));

    private static PaperTable Parse(string text) => PaperData.ReadTable("a", "", new StringReader(text), "a.csv");
}
