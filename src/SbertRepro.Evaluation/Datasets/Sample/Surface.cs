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
    public static Style Random(Dice dice) => new(dice.Below(4), dice.Chance(0.35), dice.Chance(0.3), dice.Chance(0.35), dice.Chance(0.5));

    /// <summary>As far from this one as the language allows.</summary>
    public Style Opposite => new(Words + 1, !Passive, !Converse, !Fronted, !Contracted);
}

/// <summary>Puts meanings into English sentences in the past tense.</summary>
internal static class Surface
{
    private static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

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
        var (agent, target) = (NounPhrase(meaning.Agent, style), NounPhrase(meaning.Object, style));
        if (style.Converse && meaning.Action.Converse is { } converse) return $"{target} {Active(converse, meaning.Negated, style)} {agent}";
        var verb = Turn(meaning.Action.Forms, style);
        if (!style.Passive || verb.Participle is null) return $"{agent} {Active(verb, meaning.Negated, style)} {target}";
        var be = meaning.Object.Count is null ? "was" : "were";
        return $"{target} {be}{Not(meaning.Negated, style)} {verb.Participle} by {agent}";
    }

    private static string Active(VerbForm verb, bool negated, Style style) => negated ? $"did{Not(true, style)} {verb.Base}" : verb.Past;

    private static string Not(bool negated, Style style) => !negated ? "" : style.Contracted ? "n't" : " not";

    private static string NounPhrase(Participant participant, Style style)
    {
        var noun = participant.Noun;
        var form = Turn(noun.Forms, style);
        if (noun.Use == NounUse.Proper) return form.Singular;
        var adjective = participant.Adjective is { } property ? Turn(property.Forms, style) + " " : "";
        if (participant.Count is { } count) return $"{Numbers[count]} {adjective}{form.Plural ?? noun.Forms[0].Plural}";
        return $"{Article(noun, adjective + form.Singular)}{adjective}{form.Singular}";
    }

    private static string Article(Noun noun, string next) => noun.Use == NounUse.Definite ? "the " : "aeiou".Contains(next[0], StringComparison.Ordinal) ? "an " : "a ";

    private static string? Phrase(Setting? setting, Style style) => setting is null ? null : Turn(setting.Forms, style);

    private static T Turn<T>(T[] forms, Style style) => forms[style.Words % forms.Length];
}
