namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>What a sentence is about; sentences of different domains are unrelated.</summary>
internal enum Domain { Food, Sport, Travel, Home, Work, Animals }

/// <summary>What can do a thing or have it done: an action names the kinds it takes.</summary>
internal enum Kind { Person, Animal, Food, Drink, Ball, Contest, Vehicle, City, Opening, Building, Document }

/// <param name="Kind">Decides what it can do and suffer.</param>
/// <param name="Forms">The usual word first, then words for the same thing.</param>
/// <param name="IsName">Names have no article.</param>
internal sealed record Noun(Kind Kind, string[] Forms, bool IsName = false);

/// <summary>One spelling of a verb. Forms without a participle have no passive ("lose to").</summary>
internal sealed record VerbForm(string Base, string Past, string? Participle);

/// <param name="Name">Its first verb and the first kind of its objects: "buy Food" is not "buy Building".</param>
/// <param name="Domain">Topic.</param>
/// <param name="Agent">Kind that can do it.</param>
/// <param name="Objects">Kinds it can be done to.</param>
/// <param name="Forms">The usual verb first, then verbs of the same meaning.</param>
internal sealed record VerbAction(string Name, Domain Domain, Kind Agent, Kind[] Objects, VerbForm[] Forms)
{
    /// <summary>Name of the action that cannot be true at once.</summary>
    public string? Opposite { get; init; }

    /// <summary>Says the same with the roles exchanged: "A beat B" is "B lost to A".</summary>
    public VerbForm? Converse { get; init; }

    /// <summary>False where the object itself says where it happened.</summary>
    public bool HasPlace { get; init; } = true;

    /// <summary>Whether agent and object can change places.</summary>
    public bool IsMutual => Objects.Contains(Agent);
}

/// <summary>A place or a time, with the phrases that name it.</summary>
internal sealed record Setting(string[] Forms);
