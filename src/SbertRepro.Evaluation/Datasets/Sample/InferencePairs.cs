namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>Premises and hypotheses whose relation follows from how they were made.</summary>
internal static class InferencePairs
{
    private delegate Meaning? Change(Meanings meanings, Meaning meaning);

    private static readonly (NliLabel Label, Change Change)[] Recipes =
    [
        (NliLabel.Entailment, (meanings, meaning) => meanings.Without(meaning)),
        (NliLabel.Entailment, (meanings, meaning) => meanings.Generalised(meaning)),
        (NliLabel.Entailment, (_, meaning) => meaning),
        (NliLabel.Entailment, (_, meaning) => meaning.Action.Complementary ? Meanings.Opposite(Meanings.Negated(meaning)) : null),
        (NliLabel.Contradiction, (_, meaning) => Meanings.Negated(meaning)),
        (NliLabel.Contradiction, (_, meaning) => Meanings.Opposite(meaning)),
        (NliLabel.Contradiction, (meanings, meaning) => meanings.OtherCount(meaning)),
        (NliLabel.Contradiction, (_, meaning) => Meanings.ContraryAdjective(meaning)),
        (NliLabel.Contradiction, (meanings, meaning) => meaning.Time is null ? null : meanings.OtherPlace(meaning)),
        (NliLabel.Neutral, (_, meaning) => Meanings.Swapped(meaning)),
        (NliLabel.Neutral, (meanings, meaning) => meanings.OtherObject(meaning)),
        (NliLabel.Neutral, (meanings, meaning) => meanings.OtherAction(meaning)),
        (NliLabel.Neutral, (meanings, meaning) => meanings.SameTopic(meaning)),
        (NliLabel.Neutral, (meanings, meaning) => meanings.OtherAgent(meaning)),
    ];

    public static NliPair Draw(Meanings meanings, Dice dice, NliLabel label)
    {
        var recipes = Recipes.Where(recipe => recipe.Label == label).ToArray();
        while (true)
        {
            var premise = meanings.Draw();
            // What is said of less is also open the other way round: from the general to the special nothing follows.
            var reversed = label == NliLabel.Neutral && dice.Chance(0.35);
            var hypothesis = reversed ? meanings.Generalised(premise) ?? meanings.Without(premise) : dice.Pick(recipes).Change(meanings, premise);
            if (hypothesis is null) continue;
            if (reversed) (premise, hypothesis) = (hypothesis, premise);
            var style = Style.Random(dice);
            var (a, b) = (Surface.Write(premise, style), Surface.Write(hypothesis, hypothesis == premise || dice.Chance(0.5) ? style.Opposite : style));
            if (a != b) return new NliPair(a, b, label);
        }
    }
}
