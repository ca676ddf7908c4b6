using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Speed;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using TorchSharp;

namespace SbertRepro.Benchmarks;

/// <summary>Configurations that take turns batch by batch (<see cref="Turns"/>), printed and saved.</summary>
/// <param name="experiment">Name of the record.</param>
/// <param name="command">Verb of the command line.</param>
/// <param name="options">Passes and folder.</param>
internal sealed class Race(string experiment, string command, RaceOptions options)
{
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly Machine _machine = Machine.Read();
    private MachineProbe? _probe;

    public string MachineId => _machine.Id("cpu");

    /// <summary>A probe of the machine, then as many passes as the options say.</summary>
    public void Run(IReadOnlyList<Contestant> contestants)
    {
        _probe = MachineProbes.Take(torch.CPU);
        Turns.Take(contestants, new TurnOptions(options.Passes, options.Passes), (pass, share) =>
        {
            if (!Console.IsErrorRedirected) Console.Error.Write($"\rpass {pass}: {share:P0} ");
        });
        if (!Console.IsErrorRedirected) Console.Error.Write("\r                    \r");
    }

    /// <summary>A contestant as a row of the record.</summary>
    public SpeedRow Row(Contestant contestant, bool valid)
    {
        double[] latencies = [.. contestant.Timings.Select(timing => 1000 * timing.Seconds).Order()];
        return new SpeedRow
        {
            Scale = "small",
            Machine = MachineId,
            Experiment = experiment,
            System = "bert-base shapes, random weights",
            Precision = contestant.Configuration.Precision,
            Batching = contestant.Configuration.Batching,
            Device = "cpu",
            Backend = contestant.Configuration.Backend,
            SentencesPerSecond = contestant.SentencesPerSecond,
            TokensPerSecond = contestant.TokensPerSecond,
            Gflops = contestant.Gflops,
            GemmShare = contestant.Rate is null ? null : contestant.Gflops / contestant.ProductGflops,
            Padding = contestant.Padding,
            P50Milliseconds = latencies[latencies.Length / 2],
            P95Milliseconds = latencies[(int)(0.95 * (latencies.Length - 1))],
            PeakMegabytes = contestant.PeakMegabytes,
            Valid = valid,
        };
    }

    /// <summary>Prints and saves the record; the exit code is 1 where accuracy did not hold.</summary>
    public int Finish(IReadOnlyList<SpeedRow> rows, IReadOnlyList<SpeedRatio> ratios, IReadOnlyList<string> notes)
    {
        var record = new SpeedRecord("small", MachineId, experiment, rows, ratios, notes, Provenance()) { Probe = _probe };
        Print(record);
        Console.Error.WriteLine($"Saved {new RecordStore<SpeedRecord>(options.Results).Save(record)}");
        return rows.All(row => row.Valid == true) ? 0 : 1;
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Print(SpeedRecord record)
    {
        foreach (var row in record.Rows)
        {
            var share = row.GemmShare is { } value ? Text($", {100 * value:F1} % of the matrix product rate") : "";
            Console.WriteLine(Text($"{row.Backend,-5} {row.Precision,-5} {row.Batching,-7} {row.SentencesPerSecond,7:F1} sentences/s {row.TokensPerSecond,7:F0} tokens/s {row.Gflops,6:F0} GFLOP/s{share}, padding {100 * row.Padding,4:F1} %, peak {row.PeakMegabytes:F0} MB{(row.Valid == true ? "" : ", VOID: accuracy did not hold")}"));
        }
        foreach (var ratio in record.Ratios)
            Console.WriteLine(Text($"{ratio.What}: {ratio.Median:F2} [{ratio.Interval.Low:F2}, {ratio.Interval.High:F2}], median of {ratio.Pairs} paired ratios"));
        foreach (var note in record.Notes) Console.WriteLine(note);
    }

    private Provenance Provenance()
    {
        var tree = WorkingTree.Read(AppContext.BaseDirectory);
        return new Provenance
        {
            Commit = tree.Commit,
            Dirty = tree.Dirty,
            Command = $"benchmarks {command}",
            OperatingSystem = _machine.OperatingSystem,
            Runtime = _machine.Runtime,
            Cpu = _machine.Cpu,
            Cores = _machine.Cores,
            Threads = torch.get_num_threads(),
            Device = "cpu",
            Packages = Packages.Read(AppContext.BaseDirectory),
            Artifacts = new(StringComparer.Ordinal),
            Started = _started,
            Seconds = Math.Round((DateTimeOffset.UtcNow - _started).TotalSeconds, 1),
        };
    }
}
