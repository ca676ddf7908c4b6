using System.Text.RegularExpressions;
using SbertRepro.Cli.Report;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Encoders.Tests.Studies;

public sealed class StudyReportTests
{
    private static readonly string Bi = Systems.BertBaseShape.Name;
    private static readonly string Cross = Systems.CrossBertBaseShape.Name;

    [Fact]
    public void The_65_hours_stand_beside_the_extrapolated_time_of_this_machine()
    {
        var claim = Report().NumberClaims().Single(row => row.Paper == "65 h");

        var here = Assert.Single(claim.Measured);
        Assert.Equal((Basis.Extrapolated, 1_250_000.0), (here.Quantity.Basis, here.Quantity.Value));
        Assert.Null(claim.WhyNot);
    }

    [Fact]
    public void A_number_that_nothing_measured_says_so_and_has_no_value()
    {
        var claims = new StudyReport([]).NumberClaims();

        Assert.All(claims, claim => Assert.Empty(claim.Measured));
        Assert.All(claims, claim => Assert.NotEmpty(claim.WhyNot!));
    }

    [Fact]
    public void The_brief_s_speed_up_is_the_ratio_of_the_two_searches_for_a_pair_and_no_other()
    {
        var ratio = Assert.Single(Report().Card("Cross-encoder over SBERT"));

        Assert.Equal(1_250_000 / 125.5, ratio.Quantity.Value, tolerance: 1e-6);
        Assert.Equal("x", ratio.Quantity.Unit);
        Assert.Equal(Basis.Extrapolated, ratio.Quantity.Basis);
    }

    [Fact]
    public void The_brief_s_50_ms_and_its_5000_times_are_of_one_query_and_not_of_the_pair_among_all()
    {
        var report = new StudyReport([Query("bi.bert-base-shape", Bi, 30), Query("cross.cross-encoder-bert-base-shape", Cross, 240_000)]);

        Assert.Equal(30, Assert.Single(report.Card("SBERT, one query in 10,000 sentences")).Quantity.Value);
        Assert.Equal(8000, Assert.Single(report.Card("Cross-encoder over SBERT, one query")).Quantity.Value, tolerance: 1e-9);
        Assert.Empty(report.Card("Cross-encoder over SBERT"));

        static StudyRecord Query(string step, string system, double milliseconds) =>
            Record(step, [10_000], n => n, system) with { Quantities = [new Quantity(system, Section1SearchCost.Query, "ms", milliseconds) { Size = 10_000 }] };
    }

    [Fact]
    public void The_laws_planted_in_the_times_are_found_with_their_crossover()
    {
        var section = Assert.Single(Report().Sections());

        Assert.Contains(section.Findings, finding => finding.StartsWith($"{Bi}: seconds = 5.00e-01 + 1.25e-02 n", StringComparison.Ordinal)); // n squared has no share
        Assert.Contains(section.Findings, finding => finding.StartsWith($"{Cross}: seconds = 1.25e-02 n², fitted to 3 sizes from 8 to 32; at 10,000 it says ", StringComparison.Ordinal)
            && finding.EndsWith("law over sample 1.00", StringComparison.Ordinal));
        // 0.0125 n^2 = 0.5 + 0.0125 n where n = 6.84
        Assert.Contains(section.Findings, finding => finding.StartsWith($"{Cross} costs more than {Bi} from 7 sentences on", StringComparison.Ordinal)
            && finding.EndsWith(", and 10,000 times as much among 10,000 sentences [9,600, 10,400] (extrapolated)", StringComparison.Ordinal)); // 1,250,000 s over 125.5 s
        var figure = Assert.Single(section.Figures);
        Assert.Matches("<title id=\"[^\"]+\">[^<]+</title>", figure.Svg); // the picture in words
    }

    [Fact]
    public void What_the_paper_says_a_search_costs_stands_beside_the_systems_that_answer_it()
    {
        var summary = Assert.Single(Report().Sections()).Summary!;

        Assert.Equal(["most similar pair", "pair, the paper's V100", "encoding, the paper's V100", "comparing, the paper"], summary.Columns);
        Assert.Equal([(Bi, 10_000.0, 125.5, null), (Cross, 10_000, 1_250_000, "65 h")],
            summary.Rows.Select(row => (row.System, row.Size!.Value, row.Cells[0].Measured!.Value, row.Cells[1].Paper)));
        Assert.Equal(["5 s", "0.01 s"], summary.Rows[0].Cells.TakeLast(2).Select(cell => cell.Paper));
    }

    [Fact]
    public void Table_7_has_the_paper_s_two_machines_beside_ours_and_says_of_every_row_of_the_paper_that_it_was_not_run()
    {
        var plain = SpeedWords.Row(Bi, SpeedWords.Configuration("torch", "fp32", "none"));
        var record = Record("bert-base-shape", [100], n => n, Bi) with
        {
            Study = Table7ComputationSpeed.Value.Id,
            Quantities =
            [
                new(plain, SpeedWords.Sentences, "sentences/s", 50) { Size = 128 }, new(plain, SpeedWords.Padding, "%", 40) { Size = 128 },
                new(SpeedWords.Row(Bi, SpeedWords.Configuration("onnx", "int8", "none")), SpeedWords.Sentences, "sentences/s", 90) { Size = 128, Valid = false },
                new(plain, SpeedWords.Spearman("STSb-dev"), "", 59.7), new(plain, SpeedWords.SpearmanChange("STSb-dev"), "points", -0.01), new(Bi, SpeedWords.Tokenising, "sentences/s", 9e4) { Size = 128 },
            ],
        };

        var section = Assert.Single(new StudyReport([record]).Sections());
        var summary = section.Summary!;

        Assert.Equal(["sentences/s", "the paper, i7-5820K", "the paper, V100", "padding", "Spearman", "minus torch fp32's"], summary.Columns);
        Assert.Equal(["44", "1,378", null, null], summary.Rows.SelectMany(row => new[] { row.Cells[1].Paper, row.Cells[2].Paper }));
        Assert.Equal([59.7, -0.01], summary.Rows[0].Cells.TakeLast(2).Select(cell => cell.Measured!.Value));
        Assert.True(summary.HasVoid);
        Assert.Equal(SpeedWords.Tokenising, Assert.Single(summary.Others).What);
        Assert.Contains(section.Findings, finding => finding.StartsWith("InferSent: not run: ", StringComparison.Ordinal)
            && finding.EndsWith("The paper: 137 sentences/s on its CPU, 1,876 sentences/s on its GPU.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cpu", true)]
    [InlineData("NVIDIA H100", false)]
    public void A_study_that_only_the_CPU_measured_says_that_no_GPU_was_run(string device, bool said)
    {
        var record = Record("bi.bert-base-shape", [100, 1000, 10_000], n => n, Bi);

        var section = Assert.Single(new StudyReport([record with { Provenance = record.Provenance with { Device = device } }]).Sections());

        Assert.Equal(said, section.Findings.Any(finding => finding.StartsWith("GPU: not run", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_several_processes_measured_comes_before_what_one_did()
    {
        StudyRecord[] once = [.. new[] { ("cross.cross-encoder-bert-base-shape", Cross, 1_000_000.0), ("bi.bert-base-shape", Bi, 100) }.Select(Once)];
        StudyRecord[] thrice = [.. once.Select(record => record with
        {
            Machine = "zeus",
            Quantities = [record.Quantities[0] with { Processes = [1, 2, 3], Interval = new Interval(0.9 * record.Quantities[0].Value, 1.1 * record.Quantities[0].Value) }],
        })];
        var report = new StudyReport([.. once, .. thrice]);

        var ratios = report.Card("Cross-encoder over SBERT");

        Assert.Equal(["zeus", once[0].Machine], ratios.Select(ratio => ratio.Machine));
        Assert.Equal(10_000 * 0.9 / 1.1, ratios[0].Quantity.Interval!.Value.Low, tolerance: 1e-6); // both sides at their worst
        Assert.All(report.Bars(), bar => Assert.EndsWith("zeus", bar.Label, StringComparison.Ordinal));

        static StudyRecord Once((string Step, string System, double Seconds) what) =>
            Record(what.Step, [10_000], _ => what.Seconds, what.System) with { Quantities = [new Quantity(what.System, Section1SearchCost.Pair, "s", what.Seconds) { Size = 10_000 }] };
    }

    [Fact]
    public void Of_a_study_the_machine_that_measured_most_of_it_comes_first_and_the_later_one_among_equals()
    {
        var first = Record("bi.bert-base-shape", [10_000], n => n, Bi);
        var later = first with { Machine = "later", Provenance = first.Provenance with { Started = first.Provenance.Started.AddDays(1) } };
        var more = first with { Machine = "more" };

        var sections = new StudyReport([first, later, more, more with { Step = "bi.mini-bert-mean" }]).Sections();

        Assert.Equal(["more", "later", first.Machine], sections.Select(section => section.Machine));
    }

    [Fact]
    public void What_was_measured_with_weights_that_have_been_replaced_says_so_and_answers_last()
    {
        StudyRecord former = Of("a", "old", 9, day: 1), current = Of("z", "new", 3, day: 2);
        var report = new StudyReport([former, current], CurrentWeights.In(new StoredResults([]) { Steps = [former, current] }));

        Assert.Equal([("z", "FAISS x, on mini"), ("a", "FAISS x, on mini, former weights")], report.Sections().Select(section => (section.Machine, section.Quantities.First().System)));
        Assert.Equal(
            [("z", 3, "FAISS x, on mini, effort 16, recall@10 96.0 %"), ("a", 9, "FAISS x, on mini, former weights, effort 16, recall@10 96.0 %")],
            report.Card(CostAnswers.MillionByFaiss).Select(here => (here.Machine, here.Quantity.Value, here.Quantity.System)));

        static StudyRecord Of(string machine, string sha256, double milliseconds, int day)
        {
            var record = Record("faiss-x.mini-bert-mean", [10_000], n => n, Bi);
            return record with
            {
                Machine = machine,
                Study = StudyWords.Million,
                Fingerprint = new Fingerprint(new(StringComparer.Ordinal) { ["file/sample/mini-bert/model.safetensors"] = sha256 }),
                Provenance = record.Provenance with { Started = DateTimeOffset.UnixEpoch.AddDays(day) },
                Quantities =
                [
                    new Quantity("FAISS x, on mini", StudyWords.RecallAt10, "%", 96) { Size = 16 }, new Quantity("FAISS x, on mini", StudyWords.OneQuery, "ms", milliseconds) { Size = 16 },
                ],
            };
        }
    }

    [Fact]
    public void A_configuration_of_former_weights_keeps_its_place_behind_the_system()
    {
        var row = SpeedWords.Row("mini-BERT", SpeedWords.Configuration("torch", "fp32", "length"));
        StudyRecord former = Of("old", 1), current = Of("new", 2) with { Machine = "z" };
        var report = new StudyReport([former, current], CurrentWeights.In(new StoredResults([]) { Steps = [former, current] }));

        Assert.Equal([row, "mini-BERT, former weights: torch fp32, length batches"], report.Sections().Select(section => section.Quantities.Single().System));

        StudyRecord Of(string sha256, int day)
        {
            var record = Record("mini-bert-mean", [100], n => n, Bi);
            return record with
            {
                Study = Table7ComputationSpeed.Value.Id,
                Fingerprint = new Fingerprint(new(StringComparer.Ordinal) { ["file/sample/mini-bert/model.safetensors"] = sha256 }),
                Provenance = record.Provenance with { Started = DateTimeOffset.UnixEpoch.AddDays(day) },
                Quantities = [new(row, SpeedWords.Sentences, "sentences/s", 50)],
            };
        }
    }

    [Fact]
    public void A_file_from_before_there_were_several_processes_is_read_and_reported_as_it_was()
    {
        var old = Regex.Replace(Record("bi.bert-base-shape", [10_000], n => n, Bi).ToJson(), """,\s*"processes": \[\]""", "");
        Assert.DoesNotContain("processes", old, StringComparison.Ordinal);

        var record = StudyRecord.Parse(old, "a file of October");

        Assert.All(record.Quantities, quantity => Assert.Empty(quantity.Processes));
        Assert.Single(new StudyReport([record]).Bars(), bar => bar.Kind == DurationKind.Measured);
    }

    private static StudyReport Report() => new([
        Record("bi.bert-base-shape", [100, 1000, 10_000], n => 0.5 + (0.0125 * n), Bi),
        Record("cross.cross-encoder-bert-base-shape", [8, 16, 32], n => 0.0125 * n * n, Cross) with
        {
            Quantities =
            [
                .. Pairs([8, 16, 32], n => 0.0125 * n * n, Cross),
                new Quantity(Cross, Section1SearchCost.Pair, "s", 1_250_000) { Basis = Basis.Extrapolated, Interval = new Interval(1_200_000, 1_300_000), Size = 10_000, Count = 1280 },
            ],
        },
    ]);

    private static StudyRecord Record(string step, int[] sizes, Func<double, double> law, string system) => new(
        "small", "a-machine", "section1", step, Pairs(sizes, law, system), [], new MachineProbe(DateTimeOffset.UnixEpoch, 1, []), new Fingerprint(new(StringComparer.Ordinal)),
        new ThisProcess(new Setting(Scale.Small, "cpu", "cpu", "fp32", 2, Machine.Read()), "test").Describe(DateTimeOffset.UnixEpoch, 1, [], "cpu"));

    private static Quantity[] Pairs(int[] sizes, Func<double, double> law, string system) => [.. sizes.Select(size =>
        Quantities.Median(system, Section1SearchCost.Pair, "s", [law(size), law(size), law(size)], size))];
}
