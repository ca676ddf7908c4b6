using SbertRepro.Evaluation.Datasets;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// The test collection SciFact in the layout of BEIR (Wadden et al. 2020, Thakur et al. 2021): 300 claims, 5,183 abstracts of articles, and which of them decide the claim.
/// </summary>
public static class SciFact
{
    public const string Documents = "scifact/corpus.jsonl";
    public const string Queries = "scifact/queries.jsonl";
    public const string Judgements = "scifact/qrels_test.tsv";

    public static IReadOnlyList<string> Artifacts { get; } = [Documents, Queries, Judgements];

    public static RetrievalDataset Read(Func<string, string> resolve) => BeirReader.Read("scifact-test", resolve(Documents), resolve(Queries), resolve(Judgements));
}
