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

    /// <summary>Null where no scale has that name, as in the results of another version.</summary>
    public static Scale? Find(string name) => LargestFirst.Cast<Scale?>().FirstOrDefault(scale => scale!.Value.Name() == name);

    /// <exception cref="ArgumentException">No scale has that name.</exception>
    public static Scale Of(string name) => Find(name) ?? throw new ArgumentException($"'{name}' is none of {string.Join(", ", LargestFirst.Select(Name))}.", nameof(name));

    /// <summary>As on the command line and in paths: "sample", "small", "paper".</summary>
    public static string Name(this Scale scale) => scale switch
    {
        Scale.Sample => "sample",
        Scale.Small => "small",
        _ => "paper",
    };
}
