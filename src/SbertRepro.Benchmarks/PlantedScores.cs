using MathNet.Numerics.Distributions;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Benchmarks;

/// <summary>Made-up cells of the sizes of Table 1, whose true change is known.</summary>
/// <param name="provenance">Of this process.</param>
internal sealed class PlantedScores(Provenance provenance)
{
    private const double Rho = 0.75; // about that of SBERT-NLI-base
    private const double Retrained = 0.15; // noise that one training has and another has not

    // Pairs of STS12-16, STSb-test and SICK-R-test.
    private static readonly (string Name, int Count)[] Sets =
    [
        ("STS12", 3108), ("STS13", 1500), ("STS14", 3750), ("STS15", 3000), ("STS16", 1186), ("STSb-test", 1379), ("SICK-R-test", 4927),
    ];

    /// <summary>Only rounding differs.</summary>
    public IReadOnlyList<QualityCell> Rounding(ulong seed) => Family(seed, (random, _, baseline) => [.. baseline.Select(value => value + (1e-6 * random.Gauss()))]);

    /// <summary>Two equally good models: the same signal, each with noise of its own.</summary>
    public IReadOnlyList<QualityCell> EquallyGood(ulong seed) => Family(seed, (random, signal, _) => Noisy(random, signal, Retrained), Retrained);

    /// <summary>Noise is added until the score of each of the sets dropped by so much.</summary>
    public IReadOnlyList<QualityCell> Dropped(ulong seed, double drop, params string[] sets) => Family(seed, (random, _, baseline, gold, name) =>
    {
        if (!sets.Contains(name)) return baseline;
        var noise = baseline.Select(_ => random.Gauss()).ToArray();
        var before = Correlation.Spearman(baseline, gold);
        var (low, high) = (0.0, 2.0);
        for (var step = 0; step < 16; step++)
        {
            var middle = (low + high) / 2;
            if (before - Correlation.Spearman(Added(baseline, noise, middle), gold) < drop) low = middle;
            else high = middle;
        }
        return Added(baseline, noise, high);
    });

    public static string[] AllSets { get; } = [.. Sets.Select(set => set.Name)];

    private QualityCell[] Family(ulong seed, Func<Noise, double[], double[], double[]> candidate, double noise = 0) =>
        Family(seed, (random, signal, baseline, _, _) => candidate(random, signal, baseline), noise);

    private QualityCell[] Family(ulong seed, Func<Noise, double[], double[], double[], string, double[]> candidate, double noise = 0) => [.. Sets.Select((set, index) =>
    {
        var random = new Noise((seed * 100) + (ulong)index);
        var latent = Enumerable.Range(0, set.Count).Select(_ => random.Gauss()).ToArray();
        double[] gold = [.. latent.Select(value => Math.Round(2.5 + (1.2 * value), 1))]; // graded, so with ties
        double[] signal = [.. latent.Select(value => (Rho * value) + (Math.Sqrt(1 - (Rho * Rho)) * random.Gauss()))];
        var baseline = Noisy(random, signal, noise);
        var after = candidate(random, signal, baseline, gold, set.Name);
        return new QualityCell(set.Name, "spearman", [Record(set.Name, baseline, gold, "old")], [Record(set.Name, after, gold, "new")], () => gold);
    })];

    private CellRecord Record(string set, double[] predictions, double[] gold, string code)
    {
        var singles = Array.ConvertAll(predictions, value => (float)value);
        var rho = Correlation.Spearman(Array.ConvertAll(singles, value => (double)value), gold);
        return new CellRecord(
            set, [new Score("spearman", "all", rho, null, gold.Length)], singles, new Fingerprint(new(StringComparer.Ordinal) { ["code/encoders"] = code }), provenance);
    }

    private static double[] Noisy(Noise random, double[] signal, double amount) => amount == 0 ? signal : [.. signal.Select(value => value + (amount * random.Gauss()))];

    private static double[] Added(double[] values, double[] noise, double amount) => [.. values.Zip(noise, (value, error) => value + (amount * error))];
}

/// <summary>Seeded normal numbers.</summary>
internal sealed class Noise(ulong seed)
{
    private SplitMix64 _random = new(seed);

    public double Gauss() => Normal.InvCDF(0, 1, Math.Clamp(_random.NextDouble(), 1e-12, 1 - 1e-12));

    public double Uniform() => _random.NextDouble();
}
