using System.Globalization;
using System.Text.RegularExpressions;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed partial class DurationChartTests
{
    [Fact]
    public void Nothing_is_drawn_of_nothing() => Assert.Null(DurationChart.Svg([], 720, "a"));

    [Fact]
    public void A_factor_of_ten_is_the_same_length_wherever_it_stands()
    {
        var widths = Widths([new("a", 1, DurationKind.Paper), new("b", 10, DurationKind.Measured), new("c", 100, DurationKind.Extrapolated), new("d", 1000, DurationKind.Measured)]);

        Assert.Equal(widths[1] - widths[0], widths[2] - widths[1], 0.2);
        Assert.Equal(widths[2] - widths[1], widths[3] - widths[2], 0.2);
    }

    [Fact]
    public void What_is_printed_timed_and_extrapolated_looks_and_reads_differently()
    {
        DurationBar[] bars = [new("printed", 65 * 3600, DurationKind.Paper), new("timed", 5, DurationKind.Measured), new("guessed", 7200, DurationKind.Extrapolated)];
        var svg = DurationChart.Svg(bars, 720, "a")!;

        var shapes = Regex.Matches(svg[svg.IndexOf("<g ", StringComparison.Ordinal)..], "<rect (fill=\"[^\"]*\"(?: stroke=\"[^\"]*\"| fill-opacity)?)");

        Assert.Equal(["fill=\"none\" stroke=\"var(--paper)\"", "fill=\"var(--here)\"", "fill=\"var(--here)\" fill-opacity", "fill=\"none\" stroke=\"var(--here)\""],
            shapes.Select(match => match.Groups[1].Value));
        Assert.Contains("printed 65 h (paper); timed 5 s (measured); guessed 2 h (extrapolated)", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65 * 3600, "65 h")]
    [InlineData(4.94, "4.9 s")]
    [InlineData(90, "1.5 min")]
    [InlineData(0.01, "10 ms")]
    [InlineData(0.00025, "250 µs")]
    public void A_duration_is_said_in_the_unit_of_its_size(double seconds, string said) => Assert.Equal(said, DurationText.Of(seconds));

    [Fact]
    public void Until_section_1_is_measured_the_page_says_not_run_and_names_the_command()
    {
        var measured = SampleReport.Model with { SearchCost = SampleReport.Model.SearchCost with { Bars = [.. SampleReport.Model.SearchCost.Bars, new("here", 3600, DurationKind.Measured)] } };

        Assert.Contains("Not run: <code>./run-all.sh --table section1</code>", HtmlReport.Render(SampleReport.Model), StringComparison.Ordinal);
        Assert.DoesNotContain("--table section1", HtmlReport.Render(measured), StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_narrow_figure_a_long_name_is_cut_and_the_words_have_it_whole()
    {
        var svg = DurationChart.Svg([new("a cross-encoder of many words, on a machine with a long name", 5, DurationKind.Measured)], 316, "a")!;

        Assert.Contains(">5 s  a cross-encoder of many words, on a m…<", svg, StringComparison.Ordinal);
        Assert.Contains("a cross-encoder of many words, on a machine with a long name 5 s (measured)", svg, StringComparison.Ordinal);
    }

    private static List<double> Widths(DurationBar[] bars) =>
        [.. BarWidth().Matches(DurationChart.Svg(bars, 720, "a")!).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    // An extrapolated bar is two rectangles; its outline does not count.
    [GeneratedRegex("<rect (?=[^>]*height=\"12\")(?!fill=\"none\" stroke=\"var\\(--here)[^>]*width=\"([0-9.]+)\"")]
    private static partial Regex BarWidth();
}
