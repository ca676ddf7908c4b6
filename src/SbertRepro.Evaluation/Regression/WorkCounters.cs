using System.Globalization;

namespace SbertRepro.Evaluation.Regression;

/// <summary>What a piece of work costs, counted and not timed: a rise needs no statistics.</summary>
/// <param name="Tokens">Computed, without padding; 0 where the system has none.</param>
/// <param name="Padding">Padding tokens computed beside them.</param>
/// <param name="AllocatedBytes">By managed code, for one pass.</param>
/// <param name="OperatorCalls">
/// Calls of torch's operators that gave a tensor, for one pass: TorchSharp counts every tensor that libtorch hands over. Operators that work in place or give a number
/// are not among them. Null from a program that does not count them.
/// </param>
public sealed record WorkCounters(long Tokens, long Padding, long AllocatedBytes, long? OperatorCalls = null)
{
    /// <summary>Buffers that grow and threads that share work make allocations differ by a little from run to run.</summary>
    public const double AllocationTolerance = 0.02;

    /// <summary>The counters that rose, in words; empty when none did.</summary>
    /// <param name="baseline">Of the same sentences.</param>
    /// <param name="sameMachine">False leaves allocations out: they depend on the number of processors and on the runtime.</param>
    public IReadOnlyList<string> RisesSince(WorkCounters baseline, bool sameMachine = true) =>
    [
        .. Rise("tokens", baseline.Tokens, Tokens, 0),
        .. Rise("padding tokens", baseline.Padding, Padding, 0),
        .. OperatorCalls is { } after && baseline.OperatorCalls is { } before ? Rise("operator calls", before, after, 0) : [],
        .. sameMachine ? Rise("allocated bytes", baseline.AllocatedBytes, AllocatedBytes, AllocationTolerance) : [],
    ];

    private static IEnumerable<string> Rise(string what, long before, long after, double tolerance) =>
        after > before * (1 + tolerance) ? [string.Create(CultureInfo.InvariantCulture, $"{what}: {before:N0} -> {after:N0}")] : [];
}

/// <summary>Counters of one cell beside the baseline's.</summary>
/// <param name="Cell">What was counted.</param>
/// <param name="Rises">In words; any of them fails.</param>
public sealed record CounterFinding(string Cell, IReadOnlyList<string> Rises)
{
    public bool Fails => Rises.Count > 0;
}
