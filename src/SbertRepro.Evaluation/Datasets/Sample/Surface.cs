using System.Globalization;

namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>One way of putting a meaning into words.</summary>
/// <param name="Words">Which of the synonyms, taken round the list of each word.</param>
/// <param name="Passive">"The cat was chased by the dog", where the verb has a participle.</param>
/// <param name="Converse">"B lost to A" for "A beat B", where the action has a converse; goes before <paramref name="Passive"/>.</param>
/// <param name="Fronted">Time (else place) stands first.</param>
/// <param name="Contracted">"didn't" for "did not".</param>
internal readonly record struct Style(int Words, bool Passive, bool Converse, bool Fronted, bool Contracted)
{
    public static Style Random(Dice dice) => new(dice.Below(2), dice.Chance(0.15), dice.Chance(0.2), dice.Chance(0.15), dice.Chance(0.5));

    /// <summary>Other words, in an order of its own.</summary>
    public Style Reworded(Dice dice) => Random(dice) with { Words = Words + 1 };
}

/// <summary>Puts meanings into English sentences in the past tense.</summary>
internal static class Surface
{
    public static string Write(Meaning meaning, Style style)
    {
        var (front, back) = Settings(meaning, style);
        var sentence = string.Join(' ', ((string?[])[Clause(meaning, style), .. back]).OfType<string>());
        sentence = front is null ? sentence : $"{front}, {sentence}";
        return char.ToUpper(sentence[0], CultureInfo.InvariantCulture) + sentence[1..] + ".";
    }

    private static (string? Front, string?[] Back) Settings(Meaning meaning, Style style)
    {
        var (place, time) = (Phrase(meaning.Place, style), Phrase(meaning.Time, style));
        if (!style.Fronted) return (null, [place, time]);
        return time is null ? (place, []) : (time, [place]);
    }

    private static string Clause(Meaning meaning, Style style)
    {
        var (agent, target) = (Phrase(meaning.Agent, style), Phrase(meaning.Object, style));
        if (style.Converse && meaning.Action.Converse is { } converse) return $"{target} {Active(converse, meaning.Negated, style)} {agent}";
        var verb = Turn(meaning.Action.Forms, style);
        if (!style.Passive || verb.Participle is not { } participle) return $"{agent} {Active(verb, meaning.Negated, style)} {target}";
        return $"{target} was{Not(meaning.Negated, style)} {participle} by {agent}";
    }

    private static string Active(VerbForm verb, bool negated, Style style) => negated ? $"did{Not(true, style)} {verb.Base}" : verb.Past;

    private static string Not(bool negated, Style style) => !negated ? "" : style.Contracted ? "n't" : " not";

    private static string Phrase(Noun noun, Style style) => (noun.IsName ? "" : "the ") + Turn(noun.Forms, style);

    private static string? Phrase(Setting? setting, Style style) => setting is null ? null : Turn(setting.Forms, style);

    private static T Turn<T>(T[] forms, Style style) => forms[style.Words % forms.Length];
}
