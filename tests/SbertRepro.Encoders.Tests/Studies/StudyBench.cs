using SbertRepro.Encoders.Baselines;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;

namespace SbertRepro.Encoders.Tests.Studies;

/// <summary>What a step works with, without a session: word counts for vectors, common words for scores, files of a temporary folder.</summary>
internal sealed class StudyBench : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static readonly SystemSpec Encoder = new("counts", "Word counts", new BagOfWordsRecipe(), [], []);
    public static readonly SystemSpec Reranker = new("overlap", "Words in common", new CrossEncoderRecipe(), ["tiny/config.json"], []);

    public string WorkFolder => Path.Combine(folder.Path, "work");

    /// <summary>Sentences that were encoded.</summary>
    public int Encoded { get; private set; }

    /// <summary>Calls of the scorer.</summary>
    public int Scorings { get; private set; }

    /// <summary>The scorer is killed at this call.</summary>
    public int KilledAt { get; set; } = int.MaxValue;

    public string Write(string id, string content)
    {
        File.WriteAllText(Resolve(id), content);
        return Resolve(id);
    }

    public StudyContext Context(string vectors = "1")
    {
        LibTorch.Load(); // as a session does
        return new(new Setting(Scale.Sample, "cpu", "cpu", "fp32", 1, Machine.Read()), Resolve, Open, WorkFolder, Progress: null, CancellationToken.None)
        {
            Identity = new string('a', 64),
            VectorsOf = _ => vectors,
            TokenizationOf = _ => null,
        };
    }

    private string Resolve(string id) => folder.File(id.Replace('/', '-'));

    private OpenSystem Open(SystemSpec system) => system == Reranker ? new OpenSystem.Scores(new Overlap(this)) : new OpenSystem.Encodes(new Counting(this));

    public void Dispose() => folder.Dispose();

    private sealed class Counting(StudyBench bench) : ISentenceEncoder
    {
        private readonly BagOfWords words = new();

        public int Dimension => words.Dimension;

        public SentenceVectors Encode(IReadOnlyList<string> sentences, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
        {
            bench.Encoded += sentences.Count;
            return words.Encode(sentences, progress, cancellation);
        }

        public void Dispose() => words.Dispose();
    }

    /// <summary>Counts common words.</summary>
    private sealed class Overlap(StudyBench bench) : IPairScorer
    {
        public float[] Score(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
        {
            if (++bench.Scorings == bench.KilledAt) throw new OperationCanceledException();
            return [.. pairs.Select(pair => (float)pair.First.Split(' ').Intersect(pair.Second.Split(' ')).Count())];
        }

        public void Dispose()
        {
        }
    }
}
