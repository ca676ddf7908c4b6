using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using Spectre.Console;

namespace SbertRepro.Cli.Gate;

/// <summary>
/// A commit of the repository one stands in, built aside in the cache and kept by its hash: the next check against it finds it built. The repository itself is only
/// read (git archive), and a build that was interrupted is begun again.
/// </summary>
internal static class BuiltCommit
{
    private const string Mark = "built"; // written last: a folder without it is half a build

    private static readonly string Cli = Path.Combine("src", "SbertRepro.Cli");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>The folder with the commit's sbert-repro.dll.</summary>
    /// <exception cref="UsageException">No such commit.</exception>
    /// <exception cref="ActionableException">It does not build.</exception>
    public static string Folder(string reference, CancellationToken cancellation)
    {
        var commit = CommitOf(reference, cancellation);
        var tree = Path.Combine(Place.AgainstFolder, commit);
        var output = Path.Combine(tree, Cli, "bin", "Release", "net10.0");
        if (IsBuilt()) return output;
        using var own = FileLock.AcquireAsync(tree + ".lock", () => Terminal.Error.WriteLine($"another check is building {reference}"), cancellation).GetAwaiter().GetResult();
        if (!IsBuilt()) Build(reference, commit, tree, cancellation);
        return output;

        bool IsBuilt() => File.Exists(Path.Combine(tree, Mark));
    }

    private static string CommitOf(string reference, CancellationToken cancellation)
    {
        var known = ProcessRun.Of("git", Environment.CurrentDirectory, Patience, cancellation, "rev-parse", "--verify", "--end-of-options", reference + "^{commit}");
        return known.Code == 0 ? known.Output.Trim()
            : throw new UsageException($"--against {reference} is neither a folder nor a git ref", "a folder with sbert-repro.dll, or a commit");
    }

    private static void Build(string reference, string commit, string tree, CancellationToken cancellation)
    {
        if (Directory.Exists(tree)) Directory.Delete(tree, recursive: true);
        Directory.CreateDirectory(tree);
        Terminal.Error.WriteLine($"building {reference} ({commit[..12]}) once, in {tree}: a minute or two");
        var clock = Stopwatch.StartNew();
        var archive = Path.Combine(tree, "source.tar");
        Require(ProcessRun.Of("git", Root(cancellation), Patience, cancellation, "archive", "--format=tar", "-o", archive, commit), "git archive");
        TarFile.ExtractToDirectory(archive, tree, overwriteFiles: false);
        File.Delete(archive);
        Require(ProcessRun.Of("dotnet", tree, Patience, cancellation, "build", Cli, "-c", "Release", "-v", "q", "-nologo", "-nodeReuse:false"), "dotnet build");
        File.WriteAllText(Path.Combine(tree, Mark), commit + "\n");
        Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"built in {clock.Elapsed.TotalSeconds:0} s"));
    }

    // git archive below the top packs only that part.
    private static string Root(CancellationToken cancellation)
    {
        var root = ProcessRun.Of("git", Environment.CurrentDirectory, Patience, cancellation, "rev-parse", "--show-toplevel");
        Require(root, "git rev-parse");
        return root.Output.Trim();
    }

    private static void Require(ProcessRun run, string what)
    {
        if (run.Code == 0) return;
        throw new ActionableException(
            $"exit code {run.Code}", what, "the baseline's program to build", $"build it by hand and name its folder. It said: {run.Output.Trim()}");
    }
}
