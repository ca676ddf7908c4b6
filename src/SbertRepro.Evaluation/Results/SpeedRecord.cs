using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Evaluation.Results;

/// <summary>What one speed experiment measured in one run: the content of <c>results/&lt;scale&gt;/&lt;machine&gt;/speed/&lt;experiment&gt;.speed.json</c>.</summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">As in <see cref="Machine.Id"/>.</param>
/// <param name="Experiment">The name of the experiment.</param>
/// <param name="Rows">One per configuration, all timed in the same run.</param>
/// <param name="Ratios">Paired comparisons of those configurations.</param>
/// <param name="Notes">What a reader must know: sentences, lengths, what is inside the clock.</param>
/// <param name="Provenance">Who, where, when, with what.</param>
public sealed record SpeedRecord(
    string Scale, string Machine, string Experiment, IReadOnlyList<SpeedRow> Rows, IReadOnlyList<SpeedRatio> Ratios, IReadOnlyList<string> Notes, Provenance Provenance)
{
    public int Schema { get; init; } = RunRecord.CurrentSchema;

    /// <summary>How fast the machine was just before; null in records from before there was a probe.</summary>
    public MachineProbe? Probe { get; init; }
}

/// <summary>How much faster one configuration is than another, from work that alternated in one process.</summary>
/// <param name="What">E.g. "bf16, length batches over fp32, batches of 32".</param>
/// <param name="Median">Of the paired ratios.</param>
/// <param name="Interval">Of the median over the pairs.</param>
/// <param name="Pairs">How many.</param>
public sealed record SpeedRatio(string What, double Median, Interval Interval, int Pairs);

/// <summary>Speed records beside the scores, in the same results folder.</summary>
public sealed class SpeedStore(string root)
{
    internal const string Extension = ".speed.json";

    public IReadOnlyList<SpeedRecord> All() => !Directory.Exists(root) ? []
        : [.. Directory.EnumerateFiles(root, $"*{Extension}", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => ResultsJson.ReadSpeed(File.ReadAllBytes(path), path))];

    /// <summary>Replaces the experiment's earlier record on this machine; returns the file.</summary>
    public string Save(SpeedRecord record)
    {
        var path = Path.Combine(root, record.Scale, record.Machine, "speed", record.Experiment + Extension);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".tmp", ResultsJson.Write(record));
        File.Move(path + ".tmp", path, overwrite: true);
        return path;
    }
}
