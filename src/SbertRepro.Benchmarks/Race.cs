using System.Globalization;
using SbertRepro.Evaluation.Results;
using TorchSharp;

namespace SbertRepro.Benchmarks;

/// <summary>Configurations that take turns batch by batch in one process, so that all see the same weather of a shared machine.</summary>
/// <param name="experiment">Name of the record.</param>
/// <param name="command">Verb of the command line.</param>
/// <param name="options">Passes and folder.</param>
internal sealed class Race(string experiment, string command, RaceOptions options)
{
    public const int NaiveBatch = 32; // sentence-transformers' default batch size in 2019
    public const double RequiredCosine = 0.9995; // design, section 4: below it a row of less than fp32 is void
    public const double RequiredEquality = 0.99999; // fp32 against fp32: padding and order of sums differ

    private const int WarmUpBatches = 2;

    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly Machine _machine = Machine.Read();

    public string MachineId => _machine.Id("cpu");

    /// <summary>Whoever has done the smallest part of its tokens goes next.</summary>
    public void Run(IReadOnlyList<Contestant> contestants)
    {
        for (var pass = 0; pass < options.Passes; pass++)
        {
            foreach (var contestant in contestants) contestant.Begin(pass, pass == 0 ? WarmUpBatches : 0);
            while (contestants.Where(contestant => !contestant.Finished).MinBy(contestant => contestant.Fraction) is { } next)
            {
                next.RunBatch();
                if (!Console.IsErrorRedirected) Console.Error.Write($"\rpass {pass + 1}: {contestants.Min(contestant => contestant.Fraction):P0} ");
            }
            if (!Console.IsErrorRedirected) Console.Error.Write("\r                    \r");
        }
    }

    /// <summary>Prints and saves the record; the exit code is 1 where accuracy did not hold.</summary>
    public int Finish(IReadOnlyList<SpeedRow> rows, IReadOnlyList<SpeedRatio> ratios, IReadOnlyList<string> notes)
    {
        var record = new SpeedRecord("small", MachineId, experiment, rows, ratios, notes, Provenance());
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
