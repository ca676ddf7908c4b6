using System.Xml.Linq;
using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using SbertRepro.Reporting;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class SearchChartsTests
{
    private const string Dashes = "stroke-dasharray";

    [Fact]
    public void Without_anything_measured_there_is_no_picture()
    {
        Assert.Null(RecallLatencyChart.Svg([], "a"));
        Assert.Null(QualityCostChart.Svg([Record(StudyWords.Million, Point("hnsw", StudyWords.RecallAt10, 90, 1, 16))], "a")); // of another study
        Assert.Null(RecallLatencyChart.Svg([Record(StudyWords.Million, [new Quantity("hnsw", StudyWords.RecallAt10, "%", 90)])], "a")); // recall without a latency
    }

    [Fact]
    public void The_picture_of_recall_is_told_in_words_cheapest_setting_first()
    {
        var svg = RecallLatencyChart.Svg(
            [Record(StudyWords.Million, [.. Point("ivf", StudyWords.RecallAt10, 99.1, 12, 64), .. Point("ivf", StudyWords.RecallAt10, 71, 0.25, 4)]),
             Record(StudyWords.Million, Point("exact & slow", StudyWords.RecallAt10, 100, 80, null))], "a")!;

        var title = XDocument.Parse(svg).Root!.Elements().First(element => element.Name.LocalName == "title").Value;
        Assert.EndsWith("ivf: 4: 71.0 at 0.250 ms, 64: 99.1 at 12.0 ms; exact & slow: 100 at 80.0 ms", title, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Pareto_line_is_drawn_only_where_there_is_a_choice()
    {
        StudyRecord[] choice =
            [Record(StudyWords.SciFact, Point("cheap", StudyWords.NdcgAt10, 0.4, 1, null)), Record(StudyWords.SciFact, Point("good", StudyWords.NdcgAt10, 0.7, 50, null))];
        StudyRecord[] none = [choice[0], Record(StudyWords.SciFact, Point("worse", StudyWords.NdcgAt10, 0.3, 50, null))];

        string[] line = ["nothing measured is both faster and better", Dashes];
        Assert.All(line, part => Assert.Contains(part, QualityCostChart.Svg(choice, "a"), StringComparison.Ordinal));
        Assert.All(line, part => Assert.DoesNotContain(part, QualityCostChart.Svg(none, "a"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_law_is_dashed_beyond_what_was_measured()
    {
        Quantity[] measured = [.. new[] { 10, 100, 1000 }.Select(n => new Quantity("cross", "search", "s", 1e-3 * n * n) { Size = n, Samples = [0.9e-3 * n * n, 1e-3 * n * n] })];
        var whole = new Quantity("cross", "search", "s", 1e5) { Size = 10_000, Basis = Basis.Extrapolated };

        var (run, extrapolated) = (Svg(measured), Svg([.. measured, whole]));

        Assert.DoesNotContain(Dashes, run, StringComparison.Ordinal);
        Assert.Single(XDocument.Parse(extrapolated).Descendants(), element => element.Attribute("stroke-dasharray") is not null);

        static string Svg(IReadOnlyList<Quantity> quantities) => CostLawChart.Svg([CostSeries.Of("cross", quantities, CostLaw.Quadratic)], [], "title", "a")!;
    }

    private static Quantity[] Point(string system, string quality, double value, double milliseconds, double? size) =>
        [new(system, quality, "", value) { Size = size, Interval = new Interval(value - 0.1, value + 0.1) }, new(system, StudyWords.OneQuery, "ms", milliseconds) { Size = size }];

    private static StudyRecord Record(string study, IReadOnlyList<Quantity> quantities)
    {
        var cell = SampleRecords.Cell("none");
        return new("small", "test-machine", study, "step", quantities, [], new MachineProbe(DateTimeOffset.UnixEpoch, 1, []), cell.Fingerprint, cell.Provenance);
    }
}
