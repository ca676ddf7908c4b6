using System.Globalization;

namespace SbertRepro.Evaluation.Results;

/// <summary>Names one result file: <c>&lt;scale&gt;/&lt;machine&gt;/&lt;table&gt;/&lt;system&gt;.seedN.json</c>.</summary>
public sealed record ResultKey(string Scale, string Machine, string Table, string System, int Seed)
{
    public static ResultKey Of(RunRecord record) => new(record.Scale, record.Machine, record.Table, record.System, record.Seed);

    /// <summary>The file's path below the results folder.</summary>
    public string RelativePath => Path.Combine(Scale, Machine, Table, string.Create(CultureInfo.InvariantCulture, $"{System}.seed{Seed}.json"));

    public RunRecord EmptyRecord() => new(Table, System, Seed, Scale, Machine, []);
}
