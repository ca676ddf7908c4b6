namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// Pairs of a known similarity from 0 to 5, after the scale of the SemEval tasks: 5 the same meaning, 4 a detail differs, 3 a part differs, 2 the roles or the action differ,
/// 1 the same topic, 0 nothing in common. Word overlap is no guide: paraphrases share few words, exchanged roles and negations share all.
/// </summary>
internal static class SimilarityPairs
{
    private delegate Meaning? Change(Meanings meanings, Meaning meaning);

    // The last column: how often. Paraphrase, exchanged roles and negation are frequent because they decide whether word order and small words are understood.
    private static readonly (double Score, Change Change, int Weight)[] Recipes =
    [
        (5.0, (_, meaning) => meaning, 5),
        (4.2, (meanings, meaning) => meanings.Without(meaning), 2),
        (4.0, (meanings, meaning) => meanings.Generalised(meaning), 2),
        (3.6, (meanings, meaning) => meanings.OtherTime(meaning), 1),
        (3.6, (meanings, meaning) => meanings.OtherPlace(meaning), 1),
        (3.4, (meanings, meaning) => meanings.OtherCount(meaning), 1),
        (3.2, (_, meaning) => Meanings.ContraryAdjective(meaning), 1),
        (3.0, (meanings, meaning) => meanings.OtherObject(meaning), 2),
        (2.8, (meanings, meaning) => meanings.OtherAgent(meaning), 2),
        (2.4, (meanings, meaning) => meanings.OtherAction(meaning), 2),
        (2.0, (_, meaning) => Meanings.Swapped(meaning), 3),
        (1.6, (_, meaning) => Meanings.Negated(meaning), 2),
        (1.4, (_, meaning) => Meanings.Opposite(meaning), 2),
        (1.2, (meanings, meaning) => meanings.SameAction(meaning), 2),
        (0.8, (meanings, meaning) => meanings.SameTopic(meaning), 2),
        (0.0, (meanings, meaning) => meanings.DrawElsewhere(meaning.Domain), 3),
    ];

    private static readonly int[] Wheel = [.. Recipes.SelectMany((recipe, index) => Enumerable.Repeat(index, recipe.Weight))];

    public static ScoredPair Draw(Meanings meanings, Dice dice)
    {
        while (true)
        {
            var (score, change, _) = Recipes[dice.Pick(Wheel)];
            var meaning = meanings.Draw();
            if (change(meanings, meaning) is not { } other) continue;
            var style = Style.Random(dice);
            // Mostly in other words; sometimes in the same, so that the words alone do not give the answer away either way.
            var second = score == 5.0 || dice.Chance(0.6) ? style.Opposite : style;
            var (a, b) = (Surface.Write(meaning, style), Surface.Write(other, second));
            if (a != b) return dice.Chance(0.5) ? new ScoredPair(a, b, score) : new ScoredPair(b, a, score);
        }
    }
}
