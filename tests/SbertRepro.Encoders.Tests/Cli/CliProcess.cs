using System.Diagnostics;
using System.Text;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>What a run of the program left.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the built program as a process of its own, in an empty folder, with an empty cache and an empty mirror.</summary>
internal sealed class CliProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CliProcess() => Directory.CreateDirectory(_folder.File("mirror"));

    public string Folder => _folder.Path;

    public Dictionary<string, string> Environment { get; } = [];

    public string Write(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }

    public CliResult Run(params string[] arguments) => Finish(Start(arguments));

    /// <summary>Lines of a shell in which sbert-repro is this program; they stop at the first that fails.</summary>
    public CliResult Shell(string script) => Finish(Start(new ProcessStartInfo(
        "bash", ["-euo", "pipefail", "-c", $"sbert-repro() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "sbert-repro.dll")}' \"$@\"; }}\n{script}"])));

    public CliResult RunWithInput(string input, params string[] arguments)
    {
        var process = Start(arguments);
        process.StandardInput.Write(input);
        return Finish(process);
    }

    public Process Start(params string[] arguments) => Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sbert-repro.dll"), .. arguments]));

    private Process Start(ProcessStartInfo start)
    {
        start.WorkingDirectory = Folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        (start.StandardOutputEncoding, start.StandardErrorEncoding, start.StandardInputEncoding) = (Encoding.UTF8, Encoding.UTF8, new UTF8Encoding(false));
        start.Environment["SBERT_REPRO_CACHE"] = _folder.File("cache");
        start.Environment["SBERT_REPRO_MIRROR"] = _folder.File("mirror");
        start.Environment["SBERT_REPRO_MACHINE"] = "test-machine";
        start.Environment.Remove("SBERT_REPRO_DEBUG");
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static CliResult Finish(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new CliResult(process.ExitCode, output, errors.Result);
        }
    }

    public void Dispose() => _folder.Dispose();
}
