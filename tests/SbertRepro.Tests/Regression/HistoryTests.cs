using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using Xunit;

namespace SbertRepro.Tests.Regression;

public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Entries_come_back_in_the_order_in_which_they_were_appended()
    {
        History.Append(_folder.Path, "box", Entry("accept", "first", 1));
        History.Append(_folder.Path, "box", Entry("check", "", 1.1));

        var history = Assert.Single(History.All(_folder.Path));

        Assert.Equal(("box", 2), (history.Machine, history.Entries.Count));
        Assert.Equal("first", history.Entries[0].Reason);
        Assert.Equal([1, 1.1], history.Values("encode a", cell => cell.Ratio));
    }

    [Fact]
    public void A_damaged_line_is_named()
    {
        var path = History.Append(_folder.Path, "box", Entry("accept", "first", 1));
        File.AppendAllText(path, "{ \"time\": \n");

        var error = Assert.Throws<ActionableException>(() => History.Read(_folder.Path, "box"));

        Assert.Contains("box.jsonl line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_noise_of_a_cell_needs_five_ratios_and_ignores_an_outlier()
    {
        double[] ratios = [1, 1.01, 0.99, 1.005, 0.995, 1, 1.01, 0.99, 3];
        foreach (var ratio in ratios.Take(4)) History.Append(_folder.Path, "box", Entry("check", "", ratio));
        var few = History.Read(_folder.Path, "box").NoiseOf("encode a");
        foreach (var ratio in ratios.Skip(4)) History.Append(_folder.Path, "box", Entry("check", "", ratio));

        Assert.Equal(0, few);
        Assert.InRange(History.Read(_folder.Path, "box").NoiseOf("encode a"), 0.005, 0.03);
    }

    [Fact]
    public void A_step_that_stays_is_found_where_it_is()
    {
        var series = Synthetic.Draws(7, 30).Select((draw, index) => (index < 18 ? 100 : 120) * (1 + (0.01 * draw))).ToArray();

        var levels = StepDetection.Levels(series);

        Assert.Equal([0, 18], levels.Select(level => level.Start));
        Assert.InRange(StepDetection.LastSlowdown(levels)!.Value, 0.18, 0.22);
    }

    [Fact]
    public void Noise_without_a_step_is_one_level()
    {
        for (var seed = 1UL; seed <= 50; seed++)
            Assert.Single(StepDetection.Levels([.. Synthetic.Draws(seed, 40).Select(draw => 100 * (1 + (0.1 * draw)))]));
    }

    [Fact]
    public void The_band_of_a_level_is_what_a_step_must_leave()
    {
        var (low, high) = StepDetection.Band(new Level(0, 5, 100, 0.05));

        Assert.InRange(low, 86, 86.1); // 100 exp(-3 x 0.05)
        Assert.InRange(high, 116.1, 116.2);
    }

    [Fact]
    public void A_check_keeps_its_timing_and_the_ratio_of_the_same_cell_side_by_side()
    {
        var ratio = new SpeedRatio("r", 1.1, new Interval(1, 1.2), 6);
        QualityFinding[] scores = [new("held", QualityOutcome.Equal, 0.5, 0.5, null, null, ""), new("gone", QualityOutcome.Unknown, 0.5, null, null, null, "")];

        var entry = HistoryEntry.OfCheck(
            default, "abc", scores, [new("encode a", LatencyOutcome.Same, ratio, null, 0.03, "")], [new("encode a", Normalised: 300), new("encode b", Normalised: 200)]);

        Assert.Equal(["held", "encode a", "encode b"], entry.Cells.Select(cell => cell.Cell));
        Assert.Equal([null, 1.1, null], entry.Cells.Select(cell => cell.Ratio));
        Assert.Equal([null, 300, 200], entry.Cells.Select(cell => cell.Normalised));
    }

    [Fact]
    public void A_step_of_this_very_run_is_told()
    {
        var before = new History("box", [.. Enumerable.Repeat(Timed(100), 10)]);
        var now = Enumerable.Range(0, StepDetection.ShortestLevel).Aggregate(before, (history, _) => history.With(Timed(130)));

        Assert.Empty(before.Steps());
        Assert.Contains("steps up by 30.0 %", Assert.Single(now.Steps()), StringComparison.Ordinal);
    }

    private static HistoryEntry Timed(double normalised) => new(default, "abc", "check", "", [new HistoryCell("encode a", Normalised: normalised)]);

    private static HistoryEntry Entry(string kind, string reason, double ratio) =>
        new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "abc", kind, reason, [new HistoryCell("encode a", Ratio: ratio)]);
}
