using System.Security.Cryptography;
using System.Text;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Training;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Training;

/// <summary>
/// Models that this program trained, kept in the cache under a hash of everything that decides their weights: a stage that several systems share is trained once,
/// and an interrupted run goes on from its checkpoint.
/// </summary>
/// <param name="folder">Of the cache.</param>
/// <param name="setting">Device, scale and machine.</param>
/// <param name="sources">Finds the data.</param>
/// <param name="records">Gets how each run went.</param>
public sealed class TrainedModels(string folder, Setting setting, Sources sources, RecordStore<TrainingRecord> records)
{
    /// <summary>How the run went; written last, so that a folder with it is whole.</summary>
    public const string Marker = "training.json";

    /// <summary>Hash of the sources that train.</summary>
    public static string Code { get; } = CodeHash.Of(typeof(SiameseTraining).Assembly, "code/training");

    /// <summary>The folder of the model after its last stage; trains what is not there.</summary>
    /// <param name="system">With a <see cref="TrainedRecipe"/>.</param>
    /// <param name="seed">Of everything random.</param>
    /// <param name="describe">Whose process this is.</param>
    /// <param name="progress">Rows of the stage at hand.</param>
    /// <param name="cancellation">Leaves a checkpoint.</param>
    public string Obtain(SystemSpec system, int seed, Describe describe, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var start = ModelFolder.Of(system.Id, sources.OfSystem(system).Files);
        foreach (var (name, run, identity) in StagesOf(system, seed)) start = Known(identity, name, seed) ?? Train(name, run with { Start = start }, identity, describe, progress, cancellation);
        return start;
    }

    /// <summary>Whether <see cref="Obtain"/> would find the model; false too where files of it are missing.</summary>
    public bool Has(SystemSpec system, int seed) => sources.OfSystem(system).Missing is null && Whole(StagesOf(system, seed).Last().Identity) is not null;

    /// <summary>The stages of a recipe, each with the hash of everything that decides the weights at its end; where each starts is known when the one before is trained.</summary>
    private IEnumerable<(string Name, TrainingRun Run, string Identity)> StagesOf(SystemSpec system, int seed)
    {
        var recipe = (TrainedRecipe)system.Recipe;
        var files = sources.OfSystem(system).Files;
        var identity = Hash(ModelFolder.FilesOf(files).Select(file => file.Sha256));
        foreach (var (index, stage) in recipe.Stages.Index())
        {
            var run = new TrainingRun(recipe, stage, seed, setting, Start: "", [.. files.Where(file => stage.Artifacts.Contains(file.Id, StringComparer.Ordinal))]);
            identity = Hash([identity, .. run.Inputs]);
            yield return (index == recipe.Stages.Count - 1 ? system.Id : $"{system.Id}.stage{index + 1}", run, identity);
        }
    }

    private string Train(string name, TrainingRun run, string identity, Describe describe, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using var held = FileLock.AcquireAsync(Path.Combine(folder, $"{identity}.lock"), () => { }, cancellation).GetAwaiter().GetResult();
        if (Whole(identity) is { } another) return another; // made while we waited
        var output = Path.Combine(folder, $"{name}.seed{run.Seed}-{identity}");
        var started = DateTimeOffset.UtcNow;
        using var probe = new ProductProbe(run.Start, run.Precision, setting);
        var tally = new TrainingTally(progress, probe.Rate);
        var isResumed = TrainingRun.HasBegun(output);
        var result = run.Into(output, tally, cancellation);
        var record = new TrainingRecord(setting.Scale.Name(), setting.MachineId, name, run.Seed, TrainingTally.Thinned(result.Losses), [.. result.Development.Select(point => new TrainingPoint(point.Step, point.Score))],
            run.Stage.DevelopmentSet ?? "none", result.Chosen, tally.Examples, tally.Tokens, tally.Operations, describe(started, tally.Seconds, run.Data, setting.DeviceName))
        {
            Precision = run.Precision == Precision.BFloat16 ? "bf16" : "fp32",
            ShareOfProducts = tally.ShareOfProducts,
            IsResumed = isResumed,
        };
        records.Save(record);
        RecordFile.Write(Path.Combine(output, Marker), record);
        Directory.Delete(Path.Combine(output, TrainingRun.WorkFolder), recursive: true);
        return output;
    }

    // A results folder that was made anew gets the record of the run again.
    private string? Known(string identity, string name, int seed)
    {
        if (Whole(identity) is not { } output) return null;
        var record = RecordFile.Read<TrainingRecord>(Path.Combine(output, Marker));
        if (record.System == name && records.Find(setting.Scale.Name(), setting.MachineId, TrainingRecord.NameOf(name, seed)) is null) records.Save(record);
        return output;
    }

    private string? Whole(string identity) => !Directory.Exists(folder) ? null
        : Directory.EnumerateDirectories(folder, $"*-{identity}").FirstOrDefault(path => File.Exists(Path.Combine(path, Marker)));

    // Half of SHA-256 is enough to tell runs apart, and short enough for a folder.
    private static string Hash(IEnumerable<string> inputs) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', inputs))))[..32];
}
