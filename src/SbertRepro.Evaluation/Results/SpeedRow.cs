namespace SbertRepro.Evaluation.Results;

/// <summary>
/// One line of <c>reports/speed.csv</c>: how fast one system ran in one configuration. A value that was not measured is null
/// and stays empty in the file; nothing is filled in.
/// </summary>
public sealed record SpeedRow
{
    public required string Scale { get; init; }

    public required string Machine { get; init; }

    /// <summary>table7, search-cost ...</summary>
    public required string Experiment { get; init; }

    public required string System { get; init; }

    /// <summary>fp32, bf16 ...</summary>
    public required string Precision { get; init; }

    /// <summary>none, smart, length ...: how sentences were grouped.</summary>
    public required string Batching { get; init; }

    /// <summary>cpu, or the name of the accelerator.</summary>
    public required string Device { get; init; }

    /// <summary>torch, onnx, managed ...</summary>
    public required string Backend { get; init; }

    public double? SentencesPerSecond { get; init; }

    public double? TokensPerSecond { get; init; }

    /// <summary>Achieved arithmetic, 1e9 floating point operations a second.</summary>
    public double? Gflops { get; init; }

    /// <summary>Achieved arithmetic over the matrix product rate probed between the batches of the same run, 0 to 1.</summary>
    public double? GemmShare { get; init; }

    /// <summary>Padding tokens over all tokens computed, 0 to 1.</summary>
    public double? Padding { get; init; }

    /// <summary>Median latency of one call, milliseconds.</summary>
    public double? P50Milliseconds { get; init; }

    /// <summary>95th percentile of the latency of one call, milliseconds.</summary>
    public double? P95Milliseconds { get; init; }

    /// <summary>Peak resident memory, megabytes (1e6 bytes).</summary>
    public double? PeakMegabytes { get; init; }

    /// <summary>True when accuracy held in the same run; false voids the row; null where accuracy was not checked.</summary>
    public bool? Valid { get; init; }
}
