using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>
/// A measurement in digits: of a score two decimals, of a cost as many digits as its interval supports and at most three, "10,500" of 10,542 [10,301, 10,803].
/// </summary>
/// <param name="Value">Without its unit.</param>
/// <param name="Range">"[10,300, 10,800]"; null without an interval.</param>
/// <param name="Dash">"10,300 – 10,800": short, for tables whose caption says what it is.</param>
public sealed record MeasurementText(string Value, string? Range, string? Dash)
{
    private const int MostDigits = 3;

    public static MeasurementText Of(Measurement measured) => measured.Unit.Length == 0
        ? new(CellText.Score(measured.Value), CellText.Range(measured.Interval), CellText.Dash(measured.Interval))
        : Cost(measured.Value, measured.Interval);

    /// <summary>In as many digits as the interval supports.</summary>
    public static MeasurementText Cost(double value, Interval? interval)
    {
        var least = value == 0 ? 0 : Place(value) - MostDigits + 1;
        if (interval is not { } range || !double.IsFinite(range.High - range.Low)) return new(Digits(value, least), null, null);
        // Neither more digits than the nearer end of the interval decides, nor so few that its lower end is rounded away.
        var place = Math.Max(least, Math.Min(Place(Math.Min(value - range.Low, range.High - value)), Place(range.Low)));
        var (low, high) = (Digits(range.Low, place), Digits(range.High, place));
        return new(Digits(value, place), $"[{low}, {high}]", $"{low} – {high}");
    }

    // Of the first significant digit: 3 for thousands, -1 for tenths. Zero has none and asks for no rounding.
    private static int Place(double value) => value == 0 ? int.MinValue / 2 : (int)Math.Floor(Math.Log10(Math.Abs(value)));

    private static string Digits(double value, int place)
    {
        var (unit, decimals) = (Math.Pow(10, Math.Max(place, 0)), Math.Max(-place, 0));
        return (unit * Math.Round(value / unit, Math.Min(decimals, 15))).ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }
}
