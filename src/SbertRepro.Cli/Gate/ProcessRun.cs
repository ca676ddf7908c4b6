using System.Diagnostics;

namespace SbertRepro.Cli.Gate;

/// <summary>What another program left when it ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Standard output; after a failure also standard error.</param>
internal sealed record ProcessRun(int Code, string Output)
{
    /// <summary>Runs a program to its end; a cancellation, or the end of the patience, ends it and everything it started.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="TimeoutException">It took longer than <paramref name="patience"/>.</exception>
    public static ProcessRun Of(string program, string folder, TimeSpan patience, CancellationToken cancellation, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        using var end = limit.Token.Register(() => End(process));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (limit.IsCancellationRequested) throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {patience.TotalMinutes:0} minutes");
        return new ProcessRun(process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
    }

    /// <summary>Ends a process and what it started; one that has ended already is left alone.</summary>
    public static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Ended between the question and the kill.
        }
    }
}
