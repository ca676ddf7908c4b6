using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary><c>reports/speed.csv</c>: one line per configuration; a value that was not measured is an empty field.</summary>
public static class SpeedCsv
{
    public const string Header = "scale,machine,experiment,system,precision,batching,device,backend,"
        + "sentences_per_s,tokens_per_s,gflops,gemm_share,padding,p50_ms,p95_ms,peak_mb,valid";

    public static string Render(IEnumerable<SpeedRow> rows) => Csv.Render(Header, rows.Select(Row));

    private static IEnumerable<string?> Row(SpeedRow row) =>
    [
        row.Scale, row.Machine, row.Experiment, row.System, row.Precision, row.Batching, row.Device, row.Backend,
        Csv.Number(row.SentencesPerSecond, "0.0"), Csv.Number(row.TokensPerSecond, "0"), Csv.Number(row.Gflops, "0.0"),
        Csv.Number(row.GemmShare, "0.000"), Csv.Number(row.Padding, "0.0000"),
        Csv.Number(row.P50Milliseconds, "0.000"), Csv.Number(row.P95Milliseconds, "0.000"), Csv.Number(row.PeakMegabytes, "0"),
        row.Valid switch { true => "true", false => "false", null => null },
    ];
}
