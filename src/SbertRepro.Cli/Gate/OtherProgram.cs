using System.Diagnostics;
using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Regression;
using Spectre.Console;

namespace SbertRepro.Cli.Gate;

/// <summary>A built sbert-repro that times systems in processes of its own: the program under test, or the baseline's.</summary>
/// <param name="folder">Where sbert-repro.dll lies.</param>
internal sealed class OtherProgram(string folder)
{
    private const string File = "sbert-repro.dll";

    /// <summary>The program that is running.</summary>
    public static OtherProgram This => new(AppContext.BaseDirectory);

    /// <summary>A published folder, or a commit that is then built aside.</summary>
    /// <exception cref="UsageException">Neither.</exception>
    public static OtherProgram Find(string text)
    {
        if (System.IO.File.Exists(Path.Combine(text, File))) return new OtherProgram(Path.GetFullPath(text));
        if (Directory.Exists(text)) throw new UsageException($"--against {text} holds no {File}", "a folder that dotnet publish or dotnet build wrote, or a git ref");
        return Build(text);
    }

    /// <summary>One process, one system; null where this program cannot answer.</summary>
    public EncodingTiming? Time(string system, int passes)
    {
        var (code, output) = Run("dotnet", Environment.CurrentDirectory, Path.Combine(folder, File), "time", "--system", system, "--passes", passes.ToString(CultureInfo.InvariantCulture));
        return code == 0 ? EncodingTiming.Parse(output) : null;
    }

    // A worktree of its own, kept by commit: the next check against the same commit finds it built.
    private static OtherProgram Build(string reference)
    {
        var (known, commit) = Run("git", Environment.CurrentDirectory, "rev-parse", "--verify", reference + "^{commit}");
        if (known != 0) throw new UsageException($"--against {reference} is neither a folder nor a git ref", "a folder with sbert-repro.dll, or a commit");
        var tree = Path.Combine(Path.GetTempPath(), "sbert-repro-against", commit.Trim());
        var output = Path.Combine(tree, "src", "SbertRepro.Cli", "bin", "Release", "net10.0");
        if (System.IO.File.Exists(Path.Combine(output, File))) return new OtherProgram(output);
        Terminal.Error.WriteLine($"building {reference} in {tree}");
        if (!Directory.Exists(tree)) Require(Run("git", Environment.CurrentDirectory, "worktree", "add", "--detach", tree, commit.Trim()), "git worktree add");
        Require(Run("dotnet", tree, "build", Path.Combine("src", "SbertRepro.Cli"), "-c", "Release", "-v", "q", "-nologo"), "dotnet build");
        return new OtherProgram(output);
    }

    private static void Require((int Code, string Output) run, string what)
    {
        if (run.Code != 0) throw new ActionableException($"exit code {run.Code}", what, "the baseline's program to build", $"build it by hand and name its folder. It said: {run.Output.Trim()}");
    }

    private static (int Code, string Output) Run(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
    }
}
