using System.Diagnostics;
using System.Globalization;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Cli.Gate;

/// <summary>A process of <c>sbert-repro time --turns</c>: it is warmed up, waits, and runs passes when asked. It ends with its owner, even a killed one.</summary>
internal sealed class TimedProcess : IDisposable
{
    private readonly Process _process;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenRegistration _end;

    private TimedProcess(Process process, CancellationTokenSource limit)
    {
        (_process, _limit) = (process, limit);
        _end = limit.Token.Register(() => ProcessRun.End(process));
        _process.ErrorDataReceived += (_, _) => { }; // read, or a full pipe would stop it
        _process.BeginErrorReadLine();
    }

    /// <summary>What it said when it was ready: its counters and the seconds of one pass.</summary>
    public EncodingTiming Ready { get; private set; } = null!;

    /// <returns>Null where the program ended, hung or said something else.</returns>
    public static TimedProcess? Start(string[] arguments, TimeSpan patience, CancellationToken cancellation)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        var timed = new TimedProcess(process, limit);
        if (process.StandardOutput.ReadLine() is { } line && EncodingTiming.Parse(line) is { } ready)
        {
            timed.Ready = ready;
            return timed;
        }
        timed.Dispose();
        cancellation.ThrowIfCancellationRequested();
        return null;
    }

    /// <summary>Seconds of the fastest of so many passes; NaN when the process has ended.</summary>
    public double Turn(int passes)
    {
        try
        {
            _process.StandardInput.WriteLine(passes.ToString(CultureInfo.InvariantCulture));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            return double.NaN;
        }
        return double.TryParse(_process.StandardOutput.ReadLine(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : double.NaN;
    }

    public void Dispose()
    {
        _end.Dispose();
        ProcessRun.End(_process);
        _process.Dispose();
        _limit.Dispose();
    }
}
