using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Experiments;

namespace SbertRepro.Cli;

/// <summary>Where this program finds its data: the sample travels with the program, everything else is in the cache or a mirror.</summary>
internal static class Place
{
    public static string SampleFolder { get; } = Path.Combine(AppContext.BaseDirectory, "datasets", "sample");

    public static ArtifactStore Store(bool offline) => new(Catalog.LoadDefault(), ArtifactOptions.FromEnvironment(offline, AppContext.BaseDirectory));

    /// <summary>Models that were trained here.</summary>
    public static string TrainedFolder => Cached("trained");

    /// <summary>Sentence vectors of long experiments.</summary>
    public static string VectorsFolder => Cached("vectors");

    /// <summary>How far searches of hours have come.</summary>
    public static string SearchesFolder => Cached("searches");

    /// <summary>Programs of other commits, for check --against.</summary>
    public static string AgainstFolder => Cached("against");

    /// <summary>The key that signs statements: in XDG_CONFIG_HOME, else ~/.config (AppData on Windows).</summary>
    public static string KeyFile => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "sbert-repro", "ledger-key.pem");

    /// <summary>What is on this machine; opens no socket.</summary>
    public static Sources Sources() => new(Store(offline: true), SampleFolder);

    private static string Cached(string kind) => Path.Combine(ArtifactOptions.FromEnvironment(offline: true, AppContext.BaseDirectory).CacheFolder, kind);
}
