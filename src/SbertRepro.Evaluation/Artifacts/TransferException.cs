namespace SbertRepro.Evaluation.Artifacts;

/// <summary>One try at one URL failed.</summary>
internal sealed class TransferException(string message, bool transient, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Worth another try at the same URL.</summary>
    public bool Transient { get; } = transient;

    /// <summary>The pause the server asked for.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
