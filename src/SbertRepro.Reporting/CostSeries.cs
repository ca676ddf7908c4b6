using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>What a search costs one system as the number of sentences grows.</summary>
/// <param name="System">By the name that is printed.</param>
/// <param name="Measured">Medians by size.</param>
/// <param name="Fit">The law through the medians of the processes, or the samples of a single one; null where there are too few sizes.</param>
/// <param name="Extrapolated">To the paper's 10,000 sentences from a sample of the pairs; null where the whole was run.</param>
public sealed record CostSeries(string System, IReadOnlyList<Quantity> Measured, CostFit? Fit, Quantity? Extrapolated)
{
    /// <param name="system">By the name that is printed.</param>
    /// <param name="quantities">Of one search at several sizes, in seconds.</param>
    /// <param name="powers">Of the law: see <see cref="CostLaw"/>.</param>
    public static CostSeries Of(string system, IReadOnlyList<Quantity> quantities, IReadOnlyList<int> powers)
    {
        var measured = quantities.Where(quantity => quantity.Basis == Basis.Measured && quantity.Size is not null).OrderBy(quantity => quantity.Size).ToList();
        var points = measured.SelectMany(quantity => Timings(quantity).Select(seconds => new CostPoint(quantity.Size!.Value, seconds))).ToList();
        var fit = points.Select(point => point.N).Distinct().Count() < powers.Count ? null : CostFit.Of(points, powers);
        return new CostSeries(system, measured, fit, quantities.FirstOrDefault(quantity => quantity.Basis == Basis.Extrapolated));
    }

    // Samples of one process share its speed, and a small size has many: by their number they would outweigh the large size, and make the band narrower than the processes differ.
    private static IReadOnlyList<double> Timings(Quantity quantity) => quantity.Processes.Count > 1 ? quantity.Processes : quantity.Samples;
}
