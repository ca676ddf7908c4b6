using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class MeasurementTextTests
{
    [Theory]
    [InlineData(10542.24, 10301.14, 10803.16, "10,500", "[10,300, 10,800]")]
    [InlineData(5.86, 5.73, 6.01, "5.9", "[5.7, 6.0]")]
    [InlineData(2.731, 2.66, 2.79, "2.73", "[2.66, 2.79]")]
    [InlineData(24.81, 24.35, 25.33, "24.8", "[24.4, 25.3]")]
    [InlineData(0.01234, 0.01232, 0.01236, "0.0123", "[0.0123, 0.0124]")]
    public void A_cost_has_as_many_digits_as_its_interval_supports_and_at_most_three(double value, double low, double high, string expected, string range) =>
        Assert.Equal((expected, range), Of(value, "x", new(low, high)));

    [Theory]
    [InlineData(10, 2, 60, "10", "[2, 60]")]
    [InlineData(0.9, 0.02, 3, "0.90", "[0.02, 3.00]")]
    public void No_end_of_a_wide_interval_is_rounded_away(double value, double low, double high, string expected, string range) =>
        Assert.Equal((expected, range), Of(value, "s", new(low, high)));

    [Theory]
    [InlineData(10628.53, "10,600")]
    [InlineData(85.38, "85.4")]
    [InlineData(2.77, "2.77")]
    [InlineData(999.9, "1,000")]
    [InlineData(0, "0")]
    public void Without_an_interval_a_cost_has_three_digits(double value, string expected) => Assert.Equal((expected, null), Of(value, "min", null));

    [Fact]
    public void A_score_has_two_decimals_whatever_its_interval() => Assert.Equal(("46.40", "[45.00, 48.00]"), Of(46.4, "", new(45, 48)));

    private static (string, string?) Of(double value, string unit, Interval? interval) =>
        MeasurementText.Of(new(value, unit, interval, 1, 1, "small", "box")) is var text ? (text.Value, text.Range) : default;
}
