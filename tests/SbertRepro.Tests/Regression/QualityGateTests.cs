using SbertRepro.Evaluation.Regression;
using Xunit;

namespace SbertRepro.Tests.Regression;

public sealed class QualityGateTests
{
    private static readonly QualityRule Quick = new() { Resamples = 1000 };

    private static readonly float[] Good = Synthetic.Predictions(0.8, 2);

    [Fact]
    public void Equal_inputs_with_an_equal_number_are_equal() =>
        Assert.Equal(QualityOutcome.Equal, Judge(Synthetic.Cell("a", Synthetic.Record(Good, "one"), Synthetic.Record(Good, "one"))).Outcome);

    [Fact]
    public void Equal_inputs_with_another_number_are_broken_and_fail()
    {
        var finding = Judge(Synthetic.Cell("a", Synthetic.Record(Good, "one"), Synthetic.Record(Synthetic.Predictions(0.83, 2), "one")));

        Assert.Equal(QualityOutcome.Broken, finding.Outcome);
        Assert.True(finding.Fails);
    }

    [Fact]
    public void A_large_drop_after_a_change_fails_and_names_the_only_input_that_changed()
    {
        var finding = Judge(Synthetic.Cell("a", Synthetic.Record(Good, "one"), Synthetic.Record(Synthetic.Predictions(1.2, 2), "two")));

        Assert.Equal(QualityOutcome.Worse, finding.Outcome);
        Assert.True(finding.Interval!.Value.High < 0);
        Assert.Contains("the source of the encoders, the only input that changed", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rise_is_better_and_passes()
    {
        var finding = Judge(Synthetic.Cell("a", Synthetic.Record(Synthetic.Predictions(1.2, 2), "one"), Synthetic.Record(Good, "two")));

        Assert.Equal(QualityOutcome.Better, finding.Outcome);
        Assert.False(finding.Fails);
    }

    [Fact]
    public void A_move_within_the_margin_needs_no_test_and_no_items()
    {
        var cell = Synthetic.Cell("a", Synthetic.Record(Good, "one"), Synthetic.Record([.. Good.Select(value => value * 1.0001f)], "two"))
            with
        {
            Gold = () => throw new InvalidOperationException(),
        };

        Assert.Equal(QualityOutcome.Same, Judge(cell).Outcome);
    }

    [Fact]
    public void What_was_not_measured_again_is_unknown_with_its_reason()
    {
        var finding = Judge(Synthetic.Cell("a", Synthetic.Record(Good, "one")) with { Missing = "stale" });

        Assert.Equal((QualityOutcome.Unknown, "stale"), (finding.Outcome, finding.Reason));
        Assert.True(finding.Undecided);
    }

    [Fact]
    public void A_drop_that_cannot_be_tested_is_unknown_and_not_a_pass()
    {
        var cell = Synthetic.Cell("a", Synthetic.Record(Good, "one"), Synthetic.Record(Synthetic.Predictions(1.2, 2), "two")) with { Gold = () => null };

        Assert.Equal(QualityOutcome.Unknown, Judge(cell).Outcome);
    }

    [Fact]
    public void The_same_drop_among_many_changed_cells_needs_stronger_evidence()
    {
        var doubtful = Synthetic.Cell("doubtful", Synthetic.Record(Good, "one"), Synthetic.Record(Synthetic.Predictions(0.805, 3), "two"));
        var alone = Judge(doubtful);
        var crowd = Enumerable.Range(0, 40).Select(index => Synthetic.Cell($"{index}", Synthetic.Record(Good, "one"), Synthetic.Record(Good, "two")));

        var among = QualityGate.Judge([doubtful, .. crowd], Quick)[0];

        Assert.NotNull(alone.PValue);
        Assert.Equal(Math.Min(1, 41 * alone.PValue.Value), among.PValue!.Value, 12);
    }

    [Fact]
    public void Holm_multiplies_the_smallest_p_by_the_family_and_never_decreases() =>
        Assert.Equal([0.03, 0.06, 0.06], Holm.Adjust([0.01, 0.04, 0.03]).Select(p => Math.Round(p, 12)));

    private static QualityFinding Judge(QualityCell cell) => QualityGate.Judge([cell], Quick)[0];
}
