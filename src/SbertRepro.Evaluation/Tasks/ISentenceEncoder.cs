namespace SbertRepro.Evaluation.Tasks;

/// <summary>How far a piece of work has come: items done, of how many, and a line for those who watch.</summary>
public readonly record struct WorkProgress(long Done, long Total, string? Note = null);

/// <summary>Maps each sentence to one vector, independently of the other sentences: the bi-encoder side of the paper.</summary>
public interface ISentenceEncoder : IDisposable
{
    /// <summary>Length of every vector.</summary>
    int Dimension { get; }

    /// <summary>Encodes sentences; row i of the result belongs to <c>sentences[i]</c>, whatever the batching. A sentence without any known token gives the zero vector.</summary>
    /// <exception cref="OperationCanceledException">When <paramref name="cancellation"/> is signalled; checked at least once per batch.</exception>
    SentenceVectors Encode(IReadOnlyList<string> sentences, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default);
}

/// <summary>Scores sentence pairs; higher means more similar. A cross-encoder reads both sentences at once, a bi-encoder compares two vectors.</summary>
public interface IPairScorer : IDisposable
{
    /// <summary>One score per pair, in the order of <paramref name="pairs"/>.</summary>
    float[] Score(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default);
}

/// <summary>Two sentences, in the order of the file they come from.</summary>
public readonly record struct SentencePair(string First, string Second);
