using System.Globalization;
using SbertRepro.Evaluation;

namespace SbertRepro.Benchmarks;

/// <summary>What the command line says about a race.</summary>
/// <param name="Passes">How often every configuration encodes all sentences.</param>
/// <param name="Sentences">Only that many, for a try.</param>
/// <param name="Results">Where the record is saved.</param>
internal sealed record RaceOptions(int Passes = 2, int Sentences = int.MaxValue, string Results = "results")
{
    public static RaceOptions Parse(string verb, string[] arguments)
    {
        var options = new RaceOptions();
        foreach (var pair in arguments.Chunk(2))
        {
            options = pair switch
            {
                ["--results", var folder] => options with { Results = folder },
                ["--passes", var text] when Positive(text) is { } passes => options with { Passes = passes },
                ["--sentences", var text] when Positive(text) is { } sentences => options with { Sentences = sentences },
                _ => throw new UsageException($"{verb} {string.Join(' ', arguments)}", "--passes N, --sentences N (1 or more), --results FOLDER"),
            };
        }
        return options;
    }

    private static int? Positive(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
