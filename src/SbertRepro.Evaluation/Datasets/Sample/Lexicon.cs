namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>What a sentence is about; sentences of different domains are unrelated.</summary>
internal enum Domain { Food, Sport, Travel, Home, Work, Animals }

/// <summary>What can do a thing or have it done: an action names the kinds it takes.</summary>
internal enum Kind { Person, Animal, Fruit, Meal, Drink, Ball, Contest, Car, Bike, Transport, City, Opening, Building, Document }

/// <summary>How a noun takes its article: "the apple", "a fruit" (a class of nouns), "Anna".</summary>
internal enum NounUse { Definite, Indefinite, Proper }

/// <summary>One spelling of a noun; nouns that cannot be counted have no plural.</summary>
internal sealed record NounForm(string Singular, string? Plural);

/// <param name="Kind">Decides what it can do and suffer.</param>
/// <param name="Use">Its article.</param>
/// <param name="Forms">The usual word first, then words for the same thing.</param>
/// <param name="Class">The more general word: fruit for apple. A sentence about the noun entails the sentence about its class.</param>
internal sealed record Noun(Kind Kind, NounUse Use, NounForm[] Forms, Noun? Class)
{
    public bool Countable => Forms[0].Plural is not null;
}

/// <summary>One spelling of a verb. Forms without a participle have no passive ("lose to").</summary>
internal sealed record VerbForm(string Base, string Past, string? Participle);

/// <param name="Name">Its first verb and the first kind of its objects: "catch Ball" is not "catch Transport".</param>
/// <param name="Domain">Topic.</param>
/// <param name="Agents">Kinds that can do it.</param>
/// <param name="Objects">Kinds it can be done to.</param>
/// <param name="Forms">The usual verb first, then verbs of the same meaning.</param>
internal sealed record VerbAction(string Name, Domain Domain, Kind[] Agents, Kind[] Objects, VerbForm[] Forms)
{
    /// <summary>Name of the action that cannot be true at once.</summary>
    public string? Opposite { get; init; }

    /// <summary>Not doing it is doing the opposite: whoever did not accept an offer rejected it.</summary>
    public bool Complementary { get; init; }

    /// <summary>Says the same with the roles exchanged: "A beat B" is "B lost to A".</summary>
    public VerbForm? Converse { get; init; }

    /// <summary>Whether "three of them" makes sense as its object.</summary>
    public bool Counts { get; init; }

    /// <summary>False where the object itself says where it happened.</summary>
    public bool HasPlace { get; init; } = true;
}

/// <summary>A property of a noun, the words for it, and the words for its contrary.</summary>
internal sealed record Adjective(string[] Forms, string Contrary, Kind[] Kinds);

/// <summary>A place or a time, with the phrases that name it; <paramref name="Class"/> is a more general one.</summary>
internal sealed record Setting(string[] Forms, Setting? Class = null);
