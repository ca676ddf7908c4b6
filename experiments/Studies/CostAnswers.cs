using System.Globalization;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>Which quantity of a study answers a number in the paper's text or a line of the brief.</summary>
/// <param name="Study">Its id.</param>
/// <param name="What">As the quantity is called.</param>
/// <param name="Size">As the quantity has it; null for any.</param>
/// <param name="Systems">The one nearest to the paper's first.</param>
public sealed record CostAnswer(string Study, string What, double? Size, params IReadOnlyList<SystemSpec> Systems)
{
    /// <summary>The answer is this quantity over that one; null for the quantity itself.</summary>
    public CostAnswer? Over { get; init; }

    /// <summary>The answer is this many times the quantity: a cost that grows with the number of sentences, at another number.</summary>
    public double Times { get; init; } = 1;

    /// <summary>The quantity is a ratio, and the answer how many percent it is above 1.</summary>
    public bool AsGain { get; init; }

    /// <summary>Whether only an accelerator's measurements answer, or only a CPU's; null for both.</summary>
    public bool? OnAccelerator { get; init; }
}

/// <summary>The costs that the paper and the brief state as numbers (experiments/paper/claims.csv and card.csv), and what measures each of them here.</summary>
public static class CostAnswers
{
    private static readonly SystemSpec[] Cross = [Systems.CrossBertBaseShape];
    private static readonly SystemSpec[] Bi = [Systems.SbertNliBase, Systems.BertBaseShape];

    private static readonly CostAnswer PairByCrossEncoder = new(Section1SearchCost.Value.Id, Section1SearchCost.Pair, Section1SearchCost.Sentences, Cross);
    private static readonly CostAnswer PairByBiEncoder = PairByCrossEncoder with { Systems = Bi };
    private static readonly CostAnswer QueryByCrossEncoder = PairByCrossEncoder with { What = Section1SearchCost.Query };
    private static readonly CostAnswer QueryByBiEncoder = QueryByCrossEncoder with { Systems = Bi };
    private static readonly CostAnswer Encoding = PairByBiEncoder with { What = Section1SearchCost.Encoding };

    private static readonly CostAnswer SmartBatching = new(Table7ComputationSpeed.Value.Id,
        $"{SpeedWords.Configuration("torch", "fp32", "length")} over {SpeedWords.Configuration("torch", "fp32", "none")}", null, Systems.BertBaseShape)
    {
        AsGain = true,
    };

    /// <summary>The line of the brief that is answered by the fastest index that finds enough.</summary>
    public const string MillionByFaiss = "One million sentences, FAISS";

    /// <summary>By the id of the claim.</summary>
    public static readonly IReadOnlyDictionary<string, CostAnswer> Claims = new Dictionary<string, CostAnswer>(StringComparer.Ordinal)
    {
        ["cross-encoder-hours"] = PairByCrossEncoder,
        ["bi-encoder-seconds"] = Encoding,
        ["cosine-seconds"] = PairByBiEncoder with { What = Section1SearchCost.Comparing },
        ["quora-hours"] = QueryByCrossEncoder with { Times = 40e6 / Section1SearchCost.Sentences }, // sentences of the STS benchmark, not Quora's
        ["smart-batching-cpu"] = SmartBatching with { OnAccelerator = false },
        ["smart-batching-gpu"] = SmartBatching with { OnAccelerator = true },
    };

    /// <summary>By the quantity of the brief.</summary>
    public static readonly IReadOnlyDictionary<string, CostAnswer> Card = new Dictionary<string, CostAnswer>(StringComparer.Ordinal)
    {
        ["Cross-encoder, one query in 10,000 sentences"] = QueryByCrossEncoder,
        ["Cross-encoder, one query in 10,000 sentences, per query"] = QueryByCrossEncoder,
        ["SBERT, one query in 10,000 sentences"] = QueryByBiEncoder,
        ["SBERT, 10,000 sentences"] = Encoding,
        ["Cross-encoder over SBERT"] = PairByCrossEncoder with { Over = PairByBiEncoder },
        ["Cross-encoder over SBERT, one query"] = QueryByCrossEncoder with { Over = QueryByBiEncoder },
    };

    /// <summary>Why a claim has no measurement, when nothing here answers it.</summary>
    public static string WhyNot(string claim) => Claims.TryGetValue(claim, out var answer)
        ? $"./run-all.sh --table {answer.Study}" + (answer.OnAccelerator == true ? " on a machine with a GPU; none was at hand" : "")
        : claim == "pairs-10000" ? $"nothing to measure: {MostSimilarPair.PairsAmong(Section1SearchCost.Sentences).ToString("N0", CultureInfo.InvariantCulture)} is what n(n-1)/2 gives"
        : claim.Contains("infersent", StringComparison.Ordinal) ? NotImplemented.InferSent
        : claim.Contains("use", StringComparison.Ordinal) ? NotImplemented.UniversalSentenceEncoder
        : "no experiment of this version measures it";
}
