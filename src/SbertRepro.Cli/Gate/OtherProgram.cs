using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Cli.Gate;

/// <summary>A built sbert-repro that times systems in processes of its own: the program under test, or the baseline's.</summary>
/// <param name="folder">Where sbert-repro.dll lies.</param>
internal sealed class OtherProgram(string folder)
{
    private const string Dll = "sbert-repro.dll";

    // A pass is a second at most; whatever takes longer than this hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The program that is running.</summary>
    public static OtherProgram This => new(AppContext.BaseDirectory);

    /// <summary>A published folder, or a commit that is then built aside.</summary>
    /// <exception cref="UsageException">Neither.</exception>
    public static OtherProgram Find(string text, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(text, Dll))) return new OtherProgram(Path.GetFullPath(text));
        if (Directory.Exists(text)) throw new UsageException($"--against {text} holds no {Dll}", "a folder that dotnet publish or dotnet build wrote, or a git ref");
        return new OtherProgram(BuiltCommit.Folder(text, cancellation));
    }

    /// <summary>One process, one system, some passes; null where this program cannot answer.</summary>
    public EncodingTiming? Time(string system, int passes, string threads, CancellationToken cancellation)
    {
        var run = ProcessRun.Of("dotnet", Environment.CurrentDirectory, Patience, cancellation, Arguments(system, passes, threads));
        return run.Code == 0 ? EncodingTiming.Parse(run.Output) : null;
    }

    /// <summary>A process that is warmed up and then waits for its turns; null where this program cannot do so.</summary>
    /// <param name="system">What it times.</param>
    /// <param name="threads">With which it computes.</param>
    /// <param name="planted">A slowdown, for the proof of the gate.</param>
    /// <param name="cancellation">Ends the process too.</param>
    public TimedProcess? Start(string system, string threads, double planted, CancellationToken cancellation)
    {
        string[] plant = planted > 0 ? ["--plant", planted.ToString(CultureInfo.InvariantCulture)] : [];
        return TimedProcess.Start([.. Arguments(system, 1, threads), "--turns", .. plant], Patience, cancellation);
    }

    private string[] Arguments(string system, int passes, string threads) =>
        [Path.Combine(folder, Dll), "time", "--system", system, "--passes", passes.ToString(CultureInfo.InvariantCulture), "--threads", threads];
}
