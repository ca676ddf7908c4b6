using SbertRepro.Cli.Report;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Encoders.Tests.Experiments;

public sealed class CardTests
{
    private const string Gain = "NLI pre-training, points gained";

    [Fact]
    public void A_line_about_a_gain_is_answered_by_the_difference_that_was_judged_with_most_seeds()
    {
        var row = RowOf(Judged("nli-before-sts-bi", 0.01, seeds: 1), Judged("nli-before-sts-bi", -0.0058, seeds: 3), Judged("nli-before-sts-cross", 0.3425, seeds: 2));

        Assert.Equal([-0.58, 34.25], row.Measured.Select(measured => Math.Round(measured.Value, 10)));
        Assert.Equal([3, 2], row.Measured.Select(measured => measured.Seeds));
        Assert.Equal(Verdict.NotJudged, row.Verdict);
    }

    [Fact]
    public void A_gain_that_was_not_measured_says_what_to_run()
    {
        var row = RowOf();

        Assert.Empty(row.Measured);
        Assert.Equal(Verdict.NotRun, row.Verdict);
        Assert.Contains("--table table2 --train", row.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_difference_is_a_claim_with_players_at_the_scales_that_train_on_real_data() => Assert.All(Card.Differences.Values.SelectMany(ids => ids), id =>
    {
        Assert.Contains(ShapeClaims.At(Scale.Small), question => question.Claim.Id == id);
        Assert.Contains(ShapeClaims.At(Scale.Paper), question => question.Claim.Id == id);
    });

    private static CardRow RowOf(params ClaimRecord[] claims) =>
        new ReportBuilder(new StoredResults([]), [], claims, Catalog.LoadDefault(), "").Build().Card.Single(row => row.Quantity == Gain);

    private static ClaimRecord Judged(string claim, double difference, int seeds) =>
        new("small", $"machine-{seeds}", claim, "STSb-test", "a", "b", seeds, seeds, 1379, difference, new Interval(difference - 0.02, difference + 0.02), 0.5, []);
}
