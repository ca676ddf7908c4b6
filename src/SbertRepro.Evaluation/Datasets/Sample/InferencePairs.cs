namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>Premises and hypotheses; <see cref="Comparison"/> says how they are related.</summary>
internal static class InferencePairs
{
    private delegate Meaning? Change(Meanings meanings, Meaning premise);

    // What may become of a premise, for each label; repeated where it is to be frequent.
    private static readonly ILookup<NliLabel, Change> Changes = new (NliLabel Label, Change Change)[]
    {
        (NliLabel.Entailment, (_, premise) => premise),
        (NliLabel.Contradiction, (_, premise) => Meanings.Denied(premise)),
        (NliLabel.Contradiction, (_, premise) => Meanings.Opposite(premise)),
        (NliLabel.Neutral, (_, premise) => Meanings.Swapped(premise)),
        (NliLabel.Neutral, (meanings, premise) => meanings.OtherAction(premise)),
        (NliLabel.Neutral, (meanings, premise) => meanings.OtherAgent(premise)),
        (NliLabel.Neutral, (meanings, premise) => meanings.OtherObject(premise)),
        (NliLabel.Neutral, (meanings, premise) => meanings.OtherAgent(meanings.OtherObject(premise))),
        (NliLabel.Neutral, (meanings, premise) => meanings.SameTopic(premise)),
        (NliLabel.Neutral, (meanings, premise) => meanings.DrawElsewhere(premise)),
    }.ToLookup(recipe => recipe.Label, recipe => recipe.Change);

    public static NliPair Draw(Meanings meanings, Dice dice, NliLabel label)
    {
        while (true)
        {
            var premise = meanings.Draw();
            if (dice.Pick([.. Changes[label]])(meanings, premise) is not { } hypothesis) continue;
            // Under every label some hypotheses say less than their premises, and under two some deny: neither gives the label away.
            if (!premise.Negated && dice.Chance(0.3)) hypothesis = meanings.Less(hypothesis) ?? hypothesis;
            if (label == NliLabel.Neutral && dice.Chance(0.3)) hypothesis = Meanings.Denied(hypothesis);
            var style = Style.Random(dice);
            var (a, b) = (Surface.Write(premise, style), Surface.Write(hypothesis, hypothesis == premise || dice.Chance(0.5) ? style.Reworded(dice) : style));
            if (a != b && new Comparison(premise, hypothesis).Label == label) return new NliPair(a, b, label);
        }
    }
}
