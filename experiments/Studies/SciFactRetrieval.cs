using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// Retrieval as it is deployed, on a collection with judgements: words, vectors, and a cross-encoder that reads what they propose. BM25 is here for its own sake and
/// because its published nDCG@10, 0.665 (BEIR) to 0.679 (Anserini), checks the metric.
/// </summary>
public static class SciFactRetrieval
{
    /// <summary>What the quantities of this study measure, besides <see cref="StudyWords"/>.</summary>
    public const string MrrAt10 = "MRR@10";
    public const string RecallAt100 = "recall@100";
    public const string Indexing = "indexing the documents";

    /// <summary>Documents that a first stage returns.</summary>
    public const int Depth = 200;

    private static readonly int[] Depths = [10, 20, 50, 100, Depth];

    public static readonly Study Value = new(StudyWords.SciFact, "Retrieve, then rerank: SciFact", "How good are the first ten documents, and what does a query cost?")
    {
        StepsAt = scale => scale switch
        {
            Scale.Sample => [],
            Scale.Small =>
            [
                new Retrieval(new FirstStage.Bm25()), .. Vectors(Systems.Glove6B300Partial, Systems.PotionBase4M, Systems.MiniBertMean),
                .. Trained(TrainedSystems.Mini),
            ],
            _ =>
            [
                new Retrieval(new FirstStage.Bm25()), .. Vectors(Systems.Glove6B300, Systems.BertBaseMean, Systems.SbertNliBase, Systems.AllMiniLmL6, Systems.BgeSmall),
                .. Trained(TrainedSystems.Base),
            ],
        },
    };

    private static IEnumerable<StudyStep> Vectors(params SystemSpec[] systems) => systems.Select(system => new Retrieval(new FirstStage.Vectors(system)));

    private static IEnumerable<StudyStep> Trained(TrainingFamily family) =>
    [
        .. Vectors(family.SbertNli, family.SbertRanking),
        new RerankedRetrieval(new FirstStage.Bm25(), family.CrossEncoderNliSts, Depths),
        new RerankedRetrieval(new FirstStage.Vectors(family.SbertRanking), family.CrossEncoderNliSts, Depths),
    ];
}
