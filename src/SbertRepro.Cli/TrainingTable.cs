using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;
using Spectre.Console;
using static TorchSharp.torch;

namespace SbertRepro.Cli;

/// <summary>What a plan has to train, in operations, and in hours at the rate of this machine.</summary>
internal static class TrainingTable
{
    // A round number: the mini-BERT in float32 reached 48 % of matrix products on an EPYC, 29 to 33 % on a Xeon.
    private const double UsualShare = 0.5;

    private const int Rows = 512; // token positions of a step of 16 pairs
    private const int Probes = 5;

    public static void Print(IReadOnlyList<TrainingCost> training, Setting setting, RecordStore<TrainingRecord> records)
    {
        if (training.Count == 0) return;
        var (rate, why) = RateOf(setting, records);
        var table = new Table().Border(TableBorder.Simple).AddColumns("to be trained", "rows", "steps", "TFLOP", "about");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var each in training) Add(each.Model, Whole(each.Rows), Whole(each.Steps), each.Operations);
        if (training.Count > 1) Add("together", "", Whole(training.Sum(each => each.Steps)), training.Sum(each => each.Operations));
        Terminal.Out.Write(table);
        Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Times at {rate / 1e9:N0} GFLOP/s, {why}; evaluations on development sets come on top."));

        void Add(string what, string rows, string steps, double operations)
        {
            string[] cells = [what, rows, steps, string.Create(CultureInfo.InvariantCulture, $"{operations / 1e12:N0}"), Duration(operations / rate)];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
    }

    /// <summary>What training reached here before, else half of what matrix products reach now.</summary>
    private static (double Rate, string Why) RateOf(Setting setting, RecordStore<TrainingRecord> records)
    {
        double[] before =
        [
            .. records.All().Where(record => record.Scale == setting.Scale.Name() && record.Machine == setting.MachineId && record.Provenance.Seconds > 0)
                .Select(record => record.Operations / record.Provenance.Seconds),
        ];
        return before.Length > 0
            ? (Quantiles.Median(before), "what training reached on this machine before (median of the runs)")
            : (UsualShare * Products(setting), "half of what float32 matrix products reach now");
    }

    private static double Products(Setting setting)
    {
        LibTorch.Load();
        set_num_threads(setting.Threads);
        using var products = new MatrixProductRate(BertConfig.Base, Rows, ScalarType.Float32, setting.Device == "cuda" ? CUDA : CPU, changing: true);
        return Enumerable.Range(0, Probes).Select(_ => products.Probe()).Max(probe => probe.Operations / probe.Seconds);
    }

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Duration(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:N0} s"),
        < 90 * 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:N0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:N1} h"),
    };
}
