using SbertRepro.Encoders.Speed;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// Table 7 of the paper: sentences per second on STS-B, with and without length batching ("smart batching"), on the device of the setting. Beside the paper's rows: a static table of 2024, a small
/// and a large BERT, bfloat16, and ONNX Runtime in float32 and int8, so that a reader sees which backend is the fastest on this machine at which accuracy.
/// </summary>
public static class Table7ComputationSpeed
{
    // BERT-base and BERT-large encode dozens of sentences a second on a small CPU; all 2,758 would take minutes per configuration.
    private const int SmallSample = 128;
    private const int All = int.MaxValue;

    /// <summary>As the paper: the sentences of the test set, each as often as it occurs.</summary>
    private static readonly SentenceSet StsTest = new("STS-B test, repetitions included", [.. StsDatasets.Find("STSb-test").Artifacts],
        resolve => StsDatasets.Find("STSb-test").Read(resolve).Subsets.SelectMany(subset => subset.Pairs).SelectMany(pair => new[] { pair.First, pair.Second }));

    // Where weights are real, accuracy is read off the timed vectors: these come as pairs with human scores.
    private static readonly SentenceSet StsDev = TimedAccuracy.PairsOf("STSb-dev");

    private static readonly SentenceSet SampleDev = TimedAccuracy.PairsOf("Sample-STS-dev", pairs: 128);

    public static readonly Study Value = new("table7", "Table 7: computation speed", "How many sentences does each encoder encode per second, in which backend, precision and batching, and did accuracy hold?")
    {
        StepsAt = scale => FreshProcesses.ForTimes(scale, scale switch
        {
            Scale.Sample => [Bert(Systems.MiniBertMean, SampleDev, All, seconds: 1, onnx: true, "Sample-STS-dev"), .. NotHere],
            Scale.Small =>
            [
                Words(Systems.Glove6B50Partial), Words(Systems.PotionBase4M), Bert(Systems.MiniBertMean, StsDev, All, seconds: 20, onnx: true, "STSb-dev"),
                Bert(Systems.BertBaseShape, StsTest, SmallSample, seconds: 60, onnx: true), Bert(Systems.BertLargeShape, StsTest, SmallSample, seconds: 60, onnx: false), .. NotHere,
            ],
            _ =>
            [
                Words(Systems.Glove6B300), Bert(Systems.BertBaseShape, StsTest, All, seconds: 60, onnx: true), Bert(Systems.BertLargeShape, StsTest, All, seconds: 60, onnx: true), .. NotHere,
            ],
        }),
    };

    /// <summary>Behind every number of this study.</summary>
    internal static (string Name, string Hash) TimingCode => ("code/speed", CodeHash.Of(typeof(Contestant).Assembly, "code/speed"));

    private static StudyStep[] NotHere =>
        [new UnavailableSpeed("InferSent", NotImplemented.InferSent), new UnavailableSpeed("Universal Sentence Encoder", NotImplemented.UniversalSentenceEncoder)];

    private static WordSpeed Words(SystemSpec system) => new(system, StsDev, Seconds: 3, "STSb-dev");

    private static BertSpeed Bert(SystemSpec system, SentenceSet sentences, int count, double seconds, bool onnx, string? similarity = null) => new(system, sentences, count, seconds, onnx, similarity);
}
