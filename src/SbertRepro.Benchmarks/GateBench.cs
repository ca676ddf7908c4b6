using System.Diagnostics;
using System.Globalization;
using SbertRepro.Cli.Gate;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;

namespace SbertRepro.Benchmarks;

/// <summary>Proves the regression gate: plants known effects, and none, many times, and counts how often it speaks up.</summary>
internal static class GateBench
{
    private const int Resamples = 2000; // p values down to 0.0005: enough for a family of seven
    private const int Dimension = 64;

    public static int Run(string[] arguments)
    {
        var options = GateOptions.Parse(arguments);
        var (started, clock, machine) = (DateTimeOffset.UtcNow, Stopwatch.StartNew(), Machine.Read());
        var provenance = Describe(machine, started, 0);
        var minutes = Math.Ceiling((options.Runs / 50.0) + options.Processes);
        Console.Error.WriteLine(Text($"about {minutes:F0} minutes for {options.Runs} runs and {options.Processes} with processes on a quiet two-core machine, more on a busy one"));
        var rows = Scores(options, new PlantedScores(provenance)).Concat(Vectors(options)).Concat(Timings(options)).Concat(RealProcesses(options)).Select(row =>
        {
            Console.Error.WriteLine($"{clock.Elapsed:mm\\:ss} {row.Gate}, {row.Planted}: {row.Alarms} of {row.Runs}");
            return row;
        }).ToList();
        var record = new GateProof("sample", machine.Id("cpu"), rows, Notes(options), provenance with { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1) });
        foreach (var row in rows)
            Console.WriteLine(Line(row));
        Console.Error.WriteLine($"Saved {new RecordStore<GateProof>(options.Results).Save(record)}");
        return rows.Any(row => row.Met == false) ? 1 : 0;
    }

    private static IEnumerable<ProofRow> Scores(GateOptions options, PlantedScores planted)
    {
        var (many, few) = (options.Runs, Math.Max(1, options.Runs / 4));
        yield return Quality("nothing but rounding (1e-6), seven sets", many, planted.Rounding, effect: false, target: 0);
        yield return Quality("two equally good trainings, seven sets", few, planted.EquallyGood, effect: false, target: 0.05);
        yield return Quality("Spearman −0.3 points on all seven sets", few, seed => planted.Dropped(seed, 0.003, PlantedScores.AllSets), effect: true, target: null);
        yield return Quality("Spearman −0.3 points on STSb-test (n 1,379) alone", few, seed => planted.Dropped(seed, 0.003, "STSb-test"), effect: true, target: null);
        yield return Quality("Spearman −1 point on STSb-test (n 1,379) alone", few, seed => planted.Dropped(seed, 0.01, "STSb-test"), effect: true, target: null);
    }

    private static IEnumerable<ProofRow> Vectors(GateOptions options)
    {
        yield return Drift("nothing but rounding (1e-6)", options.Runs, share: 0, effect: false, target: 0);
        yield return Drift("a kernel fault that shifts 1 % of all vectors", options.Runs, share: 0.01, effect: true, target: null);
    }

    private static IEnumerable<ProofRow> Timings(GateOptions options)
    {
        yield return Latency("nothing (busy loops on this machine)", options.Runs, 0, target: 0);
        yield return Latency("5 % more work", options.Runs, 0.05, target: 0.8);
        yield return Latency("20 % more work", options.Runs, 0.20, target: 1);
    }

    private static IEnumerable<ProofRow> RealProcesses(GateOptions options) => options.Processes == 0 ? [] :
    [
        Processes("nothing (pairs of sbert-repro processes)", options.Processes, 0, target: 0),
        Processes("a busy loop of 5 % (pairs of sbert-repro processes)", options.Processes, 0.05, target: 0.8),
        Processes("a busy loop of 20 % (pairs of sbert-repro processes)", options.Processes, 0.20, target: 1),
    ];

    private static ProofRow Quality(string what, int runs, Func<ulong, IReadOnlyList<QualityCell>> plant, bool effect, double? target)
    {
        var rule = new QualityRule { Resamples = Resamples };
        var judged = Enumerable.Range(1, runs).Select(seed => QualityGate.Judge(plant((ulong)seed), rule));
        return Row("quality", what, effect, target, [.. judged.Select(found => (found.Any(each => each.Fails), found.Any(each => each.Undecided)))]);
    }

    private static ProofRow Drift(string what, int runs, double share, bool effect, double? target) => Row("drift", what, effect, target,
        [.. Enumerable.Range(1, runs).Select(seed =>
    {
        var random = new Noise((ulong)seed);
        var baseline = new SentenceVectors(ProbeSentences.Count, Dimension);
        for (var i = 0; i < baseline.Values.Length; i++) baseline.Values[i] = (float)random.Gauss();
        var now = new SentenceVectors(baseline.Count, Dimension, [.. baseline.Values.Select(value => value + (float)(1e-6 * random.Gauss()))]);
        for (var item = 0; item < now.Count; item++)
            if (random.Uniform() < share) now[item][..(Dimension / 8)].Clear(); // as where a vector register's worth of lanes was not written
        return (DriftCheck.Compare("planted", baseline, now).Warns, false);
    })]);

    private static ProofRow Latency(string what, int runs, double slowdown, double target)
    {
        var planted = new PlantedSlowdown(slowdown);
        return Row("latency", what, slowdown > 0, target, [.. Enumerable.Range(0, runs).Select(_ => planted.Judge()).Select(found => (found.Fails, found.Undecided))]);
    }

    // The very check that `sbert-repro check --against` makes, on the system that starts fastest; the candidate's process plants its own slowdown.
    private static ProofRow Processes(string what, int runs, double slowdown, double target)
    {
        var program = new OtherProgram(AppContext.BaseDirectory);
        var check = new LatencyCheck(program, program) { Planted = slowdown };
        var system = Systems.BagOfWords.Id;
        var cell = LatencyCheck.CellOf(system, LatencyCheck.DefaultThreads);
        return Row("latency", what, slowdown > 0, target,
        [
            .. Enumerable.Range(0, runs).Select(_ => check.Judge(cell, system, 0, () => false, default).Latency)
                .Select(found => (found.Fails, found.Undecided)),
        ]);
    }

    private static ProofRow Row(string gate, string what, bool effect, double? target, IReadOnlyList<(bool Alarm, bool Undecided)> runs)
    {
        var alarms = runs.Count(run => run.Alarm);
        return new(gate, what, effect, runs.Count, alarms, runs.Count(run => run.Undecided), Proportion.Wilson(alarms, runs.Count), target);
    }

    private static string[] Notes(GateOptions options) =>
    [
        "scores: made-up predictions of the sizes of Table 1's seven sets, seeded; a drop is planted by adding noise until the score has dropped by exactly so much, "
            + "and a run alarms when any cell fails after Holm's correction",
        Text($"scores: the gate itself draws 10,000 resamples, here {Resamples}; the drift check warns and does not fail"),
        "latency, busy loops: of about a millisecond in one process, best of three, in blocks of A B B A",
        "latency, processes: what check --against does, with fresh sbert-repro processes of one thread "
            + "that encode the probe sentences as bags of words in turns; fewer blocks, the same rule",
        Text($"made again by: benchmarks gate --runs {options.Runs} --processes {options.Processes}"),
    ];

    private static Provenance Describe(Machine machine, DateTimeOffset started, double seconds)
    {
        var tree = WorkingTree.Read(AppContext.BaseDirectory);
        return new Provenance
        {
            Commit = tree.Commit,
            Dirty = tree.Dirty,
            Command = "benchmarks gate",
            OperatingSystem = machine.OperatingSystem,
            Runtime = machine.Runtime,
            Cpu = machine.Cpu,
            Cores = machine.Cores,
            Threads = machine.Cores,
            Device = "cpu",
            Packages = Packages.Read(AppContext.BaseDirectory),
            Artifacts = new(StringComparer.Ordinal),
            Started = started,
            Seconds = seconds,
        };
    }

    private static string Line(ProofRow row)
    {
        var met = row.Met switch
        {
            true => ", target met",
            false => ", target MISSED",
            null => "",
        };
        var interval = Text($"[{100 * row.Rate.Low:F1} %, {100 * row.Rate.High:F1} %]");
        return Text($"{row.Gate,-8} {row.Planted,-70} {row.Alarms,4} of {row.Runs,4} alarms {interval}, {row.Undecided} undecided{met}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
