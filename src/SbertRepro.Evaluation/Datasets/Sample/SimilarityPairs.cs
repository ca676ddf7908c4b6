namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// Pairs of a known similarity, which <see cref="Comparison"/> grades. Word overlap is no guide: paraphrases share few words, exchanged roles and denials share nearly all.
/// </summary>
internal static class SimilarityPairs
{
    private delegate Meaning? Change(Meanings meanings, Meaning meaning);

    // The second column: how often. Paraphrase, exchanged roles and denial are frequent because they decide whether word order and small words are understood.
    private static readonly (Change Change, int Weight)[] Recipes =
    [
        ((_, meaning) => meaning, 6),
        ((meanings, meaning) => meanings.Less(meaning), 5),
        ((meanings, meaning) => meanings.OtherTime(meaning), 1),
        ((meanings, meaning) => meanings.OtherPlace(meaning), 1),
        ((meanings, meaning) => meanings.OtherObject(meaning), 2),
        ((meanings, meaning) => meanings.OtherAgent(meaning), 2),
        ((meanings, meaning) => meanings.OtherAction(meaning), 2),
        ((meanings, meaning) => meanings.OtherAgent(meanings.OtherObject(meaning)), 2),
        ((meanings, meaning) => meanings.OtherPlace(meanings.OtherObject(meaning)), 3),
        ((meanings, meaning) => meanings.OtherTime(meanings.OtherAgent(meaning)), 3),
        ((_, meaning) => Meanings.Swapped(meaning), 5),
        ((_, meaning) => Meanings.Denied(meaning), 2),
        ((_, meaning) => Meanings.Opposite(meaning), 2),
        ((meanings, meaning) => meanings.SameTopic(meaning), 2),
        ((meanings, meaning) => meanings.DrawElsewhere(meaning), 4),
    ];

    private static readonly int[] Wheel = [.. Recipes.SelectMany((recipe, index) => Enumerable.Repeat(index, recipe.Weight))];

    public static ScoredPair Draw(Meanings meanings, Dice dice)
    {
        while (true)
        {
            var meaning = meanings.Draw();
            if (Recipes[dice.Pick(Wheel)].Change(meanings, meaning) is not { } other) continue;
            var style = Style.Random(dice);
            // Mostly in other words; sometimes in the same, so that the words alone do not give the answer away either way.
            var (a, b) = (Surface.Write(meaning, style), Surface.Write(other, other == meaning || dice.Chance(0.6) ? style.Reworded(dice) : style));
            if (a == b) continue;
            var grade = new Comparison(meaning, other).Grade;
            return dice.Chance(0.5) ? new ScoredPair(a, b, grade) : new ScoredPair(b, a, grade);
        }
    }
}
