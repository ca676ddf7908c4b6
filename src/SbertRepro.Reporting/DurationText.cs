using System.Globalization;

namespace SbertRepro.Reporting;

/// <summary>Durations in the unit in which a reader would say them.</summary>
internal static class DurationText
{
    /// <summary>"65 h", "4.9 s", "12 ms": two significant digits below 10, whole numbers above.</summary>
    /// <param name="seconds">Positive.</param>
    public static string Of(double seconds) => seconds switch
    {
        >= 3600 => Digits(seconds / 3600) + " h",
        >= 60 => Digits(seconds / 60) + " min",
        >= 1 => Digits(seconds) + " s",
        >= 1e-3 => Digits(1e3 * seconds) + " ms",
        _ => Digits(1e6 * seconds) + " µs",
    };

    private static string Digits(double value) => value.ToString(value < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
}
