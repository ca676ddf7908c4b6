using System.CommandLine;
using System.Globalization;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;
using SbertRepro.Experiments;
using Spectre.Console;
using TorchSharp;

namespace SbertRepro.Cli;

/// <summary>Options that several verbs share. Values are checked where they are read, so that every mistake ends with exit code 2 and a suggestion.</summary>
internal sealed class SharedOptions
{
    public Option<string[]> Table { get; } = Many("--table", "ID", "only these tables (table1) or studies (section1)");

    public Option<string[]> System { get; } = Many("--system", "ID|FOLDER", "only these systems; a folder is a model of your own in the Hugging Face layout");

    public Option<string[]> Dataset { get; } = Many("--dataset", "ID", "only these datasets (STS12, STSb-test ...)");

    public Option<string?> Scale { get; } = One("--scale", "sample|small|paper", "default: the largest one this machine has the data and device for");

    public Option<string?> Seeds { get; } = One("--seeds", "N|LIST", "10 means ten of them, 1 to 10; 2,5 or 4-6 mean just these; systems without randomness run once (default 1)");

    public Option<string?> Device { get; } = One("--device", "cpu|cuda", "default: cuda where there is one");

    public Option<string?> Precision { get; } = One("--precision", "fp32|bf16", "of weights and activations (default fp32)");

    public Option<string?> Pooling { get; } = One("--pooling", "mean|cls|max|mean-sqrt-length", "instead of the system's own");

    public Option<string?> Layer { get; } = One("--layer", "-1|-2|...|first-last", "pool this layer's states, counted from the end");

    public Option<string?> Threads { get; } = One("--threads", "N", "computing threads (default: all logical processors)");

    public Option<bool> Offline { get; } = new("--offline") { Description = "never open a socket: cache and mirror only" };

    public Option<bool> Json { get; } = new("--json") { Description = "one JSON document on standard output instead of the table" };

    public Option<string?> Results { get; } = One("--results", "FOLDER", "where results are kept (default results)");

    /// <summary>A number alone is how many, as the paper counts them ("10 random seeds"); anything else names them.</summary>
    public static int[] ParseSeeds(string? text)
    {
        if (text is null) return [1];
        var isCount = text.All(char.IsAsciiDigit);
        var seeds = (isCount ? $"1-{text}" : text).Split(',').SelectMany(part => Range(part.Trim(), text)).Distinct().ToArray();
        return seeds.Length > 0 ? seeds : throw BadSeeds(text);
    }

    /// <summary>fp32 unless given. What a CPU has no instructions for is computed all the same, many times as slowly: that is said.</summary>
    /// <param name="text">Of the user.</param>
    /// <param name="device">"cpu" or "cuda".</param>
    public static string ParsePrecision(string? text, string device)
    {
        var precision = OneOf("--precision", text ?? "fp32", "fp32", "bf16");
        if (precision == "bf16" && device == "cpu" && ProductPrecision.WhyNotBFloat16(DeviceType.CPU) is { } reason)
            Terminal.Error.WriteLine($"--precision bf16: {reason}; fp32 is faster here");
        return precision;
    }

    public static int ParseThreads(string? text) => text is null ? Environment.ProcessorCount
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads is > 0 and <= 1024 ? threads
        : throw new UsageException($"--threads {text}", "a whole number from 1 to 1024");

    public static Scale? ParseScale(string? text) => text is null ? null
        : Scales.Find(text) ?? throw Unknown("--scale", text, Scales.LargestFirst.Select(scale => scale.Name()));

    /// <summary>The value itself when it is one of the known names.</summary>
    public static string OneOf(string option, string text, params string[] known) =>
        known.Contains(text, StringComparer.Ordinal) ? text : throw Unknown(option, text, known);

    public static UsageException Unknown(string option, string text, IEnumerable<string> known)
    {
        var names = known.ToArray();
        return new UsageException($"{option} {text} is not known", $"one of {string.Join(", ", names)}", Suggestion.DidYouMean(text, names));
    }

    private static IEnumerable<int> Range(string part, string whole)
    {
        var ends = part.Split('-').Select(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw BadSeeds(whole)).ToArray();
        return ends switch
        {
            [var single] => [single],
            [var first, var last] when first <= last && last - first < 1000 => Enumerable.Range(first, last - first + 1),
            _ => throw BadSeeds(whole),
        };
    }

    private static UsageException BadSeeds(string text) => new($"--seeds {text}", "how many, such as 10; or which, such as 2,5 or 4-6");

    private static Option<string?> One(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<string[]> Many(string name, string value, string description) => new(name)
    {
        HelpName = value,
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };
}
