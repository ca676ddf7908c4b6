using System.ComponentModel;
using System.Diagnostics;

namespace SbertRepro.Evaluation.Results;

/// <summary>The commit a number was computed from.</summary>
/// <param name="Commit">Forty hexadecimal digits, or "unknown" outside a repository or without git.</param>
/// <param name="Dirty">True when tracked files differed; results and reports do not count, a run writes them itself.</param>
public sealed record WorkingTree(string Commit, bool Dirty)
{
    public static WorkingTree Read(string folder)
    {
        var commit = Git(folder, "rev-parse", "HEAD");
        return commit is null
            ? new WorkingTree("unknown", Dirty: false)
            : new WorkingTree(commit, Git(folder, "status", "--porcelain", "--untracked-files=no", "--", ":/", ":(exclude,top)results", ":(exclude,top)reports") is not "");
    }

    // The empty string is git's answer; null says that git is missing or refused.
    private static string? Git(string folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = git.StandardError.ReadToEndAsync();
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            _ = errors.Result;
            return git.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
