using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>A quantity in words: three significant digits, the unit, and for long times the unit that people think in.</summary>
/// <param name="Value">With its unit.</param>
/// <param name="Interval">In brackets, in the unit of the value; empty where there is none.</param>
/// <param name="Size">Of the problem; empty where there is none.</param>
/// <param name="Count">Items behind the value; empty where none are known.</param>
/// <param name="Basis">measured, extrapolated or void.</param>
public sealed record QuantityText(string Value, string Interval, string Size, string Count, string Basis)
{
    private const string Extrapolated = "extrapolated";

    /// <summary>What a cell of a summary says behind the number; a void one is struck out instead.</summary>
    public string Remark => string.Join(", ", new[] { Basis == Extrapolated ? Extrapolated : "", Count.Length > 0 ? $"n {Count}" : "" }.Where(part => part.Length > 0));

    public static QuantityText Of(Quantity quantity)
    {
        var (factor, unit) = Readable(quantity.Value, quantity.Unit);
        return new(
            $"{(IsNearlyOne(quantity) ? quantity.Value.ToString("0.00000", CultureInfo.InvariantCulture) : Digits(quantity.Value * factor))} {unit}".TrimEnd(),
            quantity.Interval is { } interval ? $"[{Digits(interval.Low * factor)}, {Digits(interval.High * factor)}]" : "",
            SizeOf(quantity.Size),
            quantity.Count > 0 ? quantity.Count.ToString("N0", CultureInfo.InvariantCulture) : "",
            quantity.Valid == false ? "void: accuracy did not hold" : quantity.Basis == Evaluation.Results.Basis.Measured ? "measured" : Extrapolated);
    }

    public static string SizeOf(double? size) => size?.ToString("#,0.###", CultureInfo.InvariantCulture) ?? "";

    // A cosine just below 1 says by how much it misses.
    private static bool IsNearlyOne(Quantity quantity) => quantity is { Unit: "", Value: > 0.99 and < 1 };

    /// <summary>The quantity in the unit that people think in.</summary>
    public static Quantity InReadableUnit(Quantity quantity)
    {
        var (factor, unit) = Readable(quantity.Value, quantity.Unit);
        return quantity with
        {
            Value = quantity.Value * factor,
            Unit = unit,
            Interval = quantity.Interval is { } interval ? new Interval(interval.Low * factor, interval.High * factor) : null,
        };
    }

    /// <summary>Three significant digits, none lost before the decimal point: 12,345; 123; 12.3; 0.123; 1.2e-05.</summary>
    public static string Digits(double value)
    {
        var magnitude = Math.Abs(value);
        var format = magnitude switch
        {
            0 => "0",
            >= 100 => "#,0",
            >= 10 => "0.0",
            >= 1 => "0.00",
            >= 0.1 => "0.000",
            >= 0.001 => "0.0000",
            _ => "0.0e+00",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    // The paper says 65 hours and 5 seconds; nobody says 234,000 s.
    private static (double Factor, string Unit) Readable(double value, string unit) => (unit, Math.Abs(value)) switch
    {
        ("s", >= 7200) => (1.0 / 3600, "h"),
        ("s", >= 120) => (1.0 / 60, "min"),
        ("s", < 1) => (1000, "ms"),
        ("ms", >= 7.2e6) => (1 / 3.6e6, "h"),
        ("ms", >= 120_000) => (1 / 60_000.0, "min"),
        ("ms", >= 1000) => (1 / 1000.0, "s"),
        _ => (1, unit),
    };
}
