namespace SbertRepro.Experiments;

/// <summary>How much of the paper a run takes on. The scale is part of every result's path: numbers of different scales never mix.</summary>
public enum Scale
{
    /// <summary>Small data written by us and systems that need no download: any CPU, offline, about a minute.</summary>
    Sample,

    /// <summary>The real datasets with static tables and small checkpoints: any CPU, minutes.</summary>
    Small,

    /// <summary>The real datasets with the paper's own encoders: one GPU, or patience.</summary>
    Paper,
}

public static class Scales
{
    public static readonly IReadOnlyList<Scale> LargestFirst = [Scale.Paper, Scale.Small, Scale.Sample];

    /// <summary>As on the command line and in paths: "sample", "small", "paper".</summary>
    public static string Name(this Scale scale) => scale switch
    {
        Scale.Sample => "sample",
        Scale.Small => "small",
        _ => "paper",
    };
}
