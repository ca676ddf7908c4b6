using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Evaluation.Results;

/// <summary>How a quantity came about. The report never shows one as the other.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Basis>))]
public enum Basis
{
    /// <summary>The work itself ran, as often as there are samples.</summary>
    Measured,

    /// <summary>A sample of the work ran; the whole would take too long.</summary>
    Extrapolated,
}

/// <summary>One number of a study with its unit: seconds, recall, nDCG, megabytes.</summary>
/// <param name="System">Of which system, by the name that is printed.</param>
/// <param name="What">Of what, e.g. "most similar pair".</param>
/// <param name="Unit">Of the value, the interval and the samples.</param>
/// <param name="Value">Where there are samples: their median, or their mean where they are scores of single queries.</param>
public sealed record Quantity(string System, string What, string Unit, double Value)
{
    public Basis Basis { get; init; }

    /// <summary>95 %.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Size of the problem or setting of the system, where the quantity is one of a series: sentences, depth, probes.</summary>
    public double? Size { get; init; }

    /// <summary>Every sample in the order in which it was taken; empty where there are none to keep.</summary>
    public IReadOnlyList<double> Samples { get; init; } = [];

    /// <summary>The value of each fresh process, where several measured it; <see cref="Samples"/> then holds theirs one after another.</summary>
    public IReadOnlyList<double> Processes { get => field ?? []; init; } // null in files of before there was such a thing

    /// <summary>Items behind the value: samples, queries or scored pairs.</summary>
    public int Count { get; init; }

    /// <summary>False voids the number: accuracy did not hold in the same run. Null where accuracy was not in question.</summary>
    public bool? Valid { get; init; }
}

/// <summary>
/// What one step of a study measured in one piece: the content of <c>results/&lt;scale&gt;/&lt;machine&gt;/study/&lt;study&gt;.&lt;step&gt;.study.json</c>. Steps are
/// saved one by one, each with everything that could change its numbers, so a study that is interrupted goes on and never mixes what belongs to different inputs.
/// </summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">As in <see cref="Machine.Id"/>.</param>
/// <param name="Study">E.g. section1.</param>
/// <param name="Step">Unique within the study; safe as a file name.</param>
/// <param name="Quantities">In the order in which they are printed.</param>
/// <param name="Notes">What a reader must know.</param>
/// <param name="Probe">How fast the machine was just before.</param>
/// <param name="Fingerprint">Of everything that could change a number, threads included.</param>
/// <param name="Provenance">Who, where, when, with what.</param>
public sealed record StudyRecord(
    string Scale, string Machine, string Study, string Step, IReadOnlyList<Quantity> Quantities, IReadOnlyList<string> Notes, MachineProbe Probe, Fingerprint Fingerprint, Provenance Provenance)
    : IStoredRecord<StudyRecord>
{
    public int Schema { get; init; } = RunRecord.CurrentSchema;

    public static string Kind => "study";

    public static JsonTypeInfo<StudyRecord> Json => ResultsJson.Context.StudyRecord;

    /// <summary>For another process.</summary>
    public string ToJson() => Encoding.UTF8.GetString(ResultsJson.Write(this, Json));

    /// <param name="json">Of <see cref="ToJson"/>.</param>
    /// <param name="where">Who said so, for the error message.</param>
    /// <exception cref="ActionableException">It is something else.</exception>
    public static StudyRecord Parse(string json, string where) => ResultsJson.Read(Encoding.UTF8.GetBytes(json), where, Json);

    string IStoredRecord<StudyRecord>.Name => NameOf(Study, Step);

    public static string NameOf(string study, string step) => $"{study}.{step}";
}
