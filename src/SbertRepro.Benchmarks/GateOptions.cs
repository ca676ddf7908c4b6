using System.Globalization;
using SbertRepro.Evaluation;

namespace SbertRepro.Benchmarks;

/// <summary>What the command line says about the proof of the gate.</summary>
/// <param name="Runs">Of each latency scenario and of no change; effects on scores are planted a quarter as often.</param>
/// <param name="Processes">Of each scenario with real processes, which take a minute a run.</param>
/// <param name="Results">Where the record is saved.</param>
internal sealed record GateOptions(int Runs = 200, int Processes = 10, string Results = "results")
{
    public static GateOptions Parse(string[] arguments) => arguments.Chunk(2).Aggregate(new GateOptions(), (options, pair) => pair switch
    {
        ["--results", var folder] => options with { Results = folder },
        ["--runs", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs > 0 => options with { Runs = runs },
        ["--processes", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) => options with { Processes = runs },
        _ => throw new UsageException($"gate {string.Join(' ', arguments)}", "--runs N (1 or more), --processes N (0 leaves them out), --results FOLDER"),
    });
}
