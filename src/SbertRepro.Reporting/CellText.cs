using System.Globalization;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>The words and digits of one cell, shared by all renderings. A part is null where there is nothing to say.</summary>
/// <param name="Verdict">Shape, colour and word.</param>
/// <param name="Measured">Null when not run: the paper's number never takes its place.</param>
/// <param name="Interval">"[55.40, 59.20]".</param>
/// <param name="Paper">"58.02" or "85.35 ± 0.17".</param>
/// <param name="Difference">Measured minus paper, signed.</param>
/// <param name="Sample">"n 1,379, 10 seeds".</param>
internal sealed record CellText(VerdictStyle Verdict, string? Measured, string? Interval, string? Paper, string? Difference, string? Sample)
{
    public static CellText Of(Comparison cell)
    {
        var verdict = VerdictStyle.Of(cell);
        var paper = cell.Paper is { } value ? Score(value) + Spread(cell.PaperStandardDeviation) : null;
        if (verdict.Verdict == Evaluation.Paper.Verdict.NotRun || cell.Measured is not { } measured)
            return new(verdict, Measured: null, Interval: null, paper, Difference: null, Sample: null);
        return new(verdict, Score(measured), Range(cell.Interval), paper, cell.Difference is { } difference ? Signed(difference) : null,
            SampleOf(cell.Count, cell.Seeds.Count));
    }

    /// <summary>A correlation of constant predictions has no value.</summary>
    public static string Score(double value) => double.IsNaN(value) ? "undefined" : value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>With a true minus sign; a difference that rounds to zero has no sign.</summary>
    public static string Signed(double value) => value.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    public static string Whole(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string? Range(Interval? interval) => interval is { } range && double.IsFinite(range.High - range.Low) ? $"[{Score(range.Low)}, {Score(range.High)}]" : null;

    /// <summary>"55.4–59.2": short, for tables whose caption says what it is. A true minus sign keeps the dash apart from it.</summary>
    public static string? Dash(Interval? interval) => interval is { } range && double.IsFinite(range.High - range.Low) ? $"{Tenth(range.Low)} – {Tenth(range.High)}" : null;

    /// <summary>The items behind all measured cells, where they are the same ones.</summary>
    public static int? CommonCount(IEnumerable<Comparison?> cells) =>
        cells.OfType<Comparison>().Where(cell => cell.Measured is not null).Select(cell => cell.Count).Distinct().ToList() is [var only] ? only : null;

    public static string SampleOf(int count, int seeds) => $"n {Whole(count)}, {Whole(seeds)} {(seeds == 1 ? "seed" : "seeds")}";

    private static string Tenth(double value) => value.ToString("0.0;−0.0", CultureInfo.InvariantCulture);

    private static string Spread(double? deviation) => deviation is { } value ? $" ± {Score(value)}" : "";
}
