namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>Draws meanings, and changes one thing about a meaning. A change that a meaning does not allow gives null.</summary>
/// <param name="dice">The source of all choices.</param>
/// <param name="knows">Which nouns may occur: the training data never sees some that dev and test have.</param>
internal sealed class Meanings(Dice dice, Func<Noun, bool> knows)
{
    private const double WithPlace = 0.65;
    private const double WithTime = 0.45;
    private const double WithAdjective = 0.2;
    private const double WithCount = 0.4;

    private readonly ILookup<Kind, Noun> _nouns = Nouns.All.Where(knows).ToLookup(noun => noun.Kind);

    public Meaning Draw() => Draw(dice.Pick(Actions.All));

    public Meaning DrawElsewhere(Domain domain) => Draw(dice.Pick([.. Actions.All.Where(action => action.Domain != domain)]));

    /// <summary>Same topic, nothing else in common.</summary>
    public Meaning? SameTopic(Meaning meaning)
    {
        var other = Draw(dice.Pick([.. Actions.All.Where(action => action.Domain == meaning.Domain && action.Name != meaning.Action.Name && action.Name != meaning.Action.Opposite)]));
        return Shares(meaning, other) ? null : other;
    }

    /// <summary>The same thing done by others to others.</summary>
    public Meaning? SameAction(Meaning meaning)
    {
        var other = Draw(meaning.Action);
        return Shares(meaning, other) ? null : other;
    }

    public Meaning? OtherAction(Meaning meaning)
    {
        var actions = Actions.All.Where(action => action.Domain == meaning.Domain && action.Name != meaning.Action.Name && action.Name != meaning.Action.Opposite
            && action.Agents.Contains(meaning.Agent.Noun.Kind) && action.Objects.Contains(meaning.Object.Noun.Kind) && (meaning.Object.Count is null || action.Counts)).ToList();
        return actions.Count == 0 ? null : meaning with { Action = dice.Pick(actions) };
    }

    public Meaning OtherAgent(Meaning meaning) => meaning with { Agent = Describe(Noun(meaning.Action.Agents, meaning.Agent.Noun, meaning.Object.Noun)) };

    public Meaning OtherObject(Meaning meaning)
    {
        var noun = Noun(meaning.Action.Objects, meaning.Object.Noun, meaning.Agent.Noun);
        return meaning with { Object = meaning.Object with { Noun = noun, Adjective = Fits(meaning.Object.Adjective, noun), Count = noun.Countable ? meaning.Object.Count : null } };
    }

    /// <summary>Every word stays and the sense turns round: the dog chased the cat, the cat chased the dog.</summary>
    public static Meaning? Swapped(Meaning meaning) =>
        meaning.Object.Count is null && meaning.Action.Agents.Contains(meaning.Object.Noun.Kind) && meaning.Action.Objects.Contains(meaning.Agent.Noun.Kind)
            ? meaning with { Agent = meaning.Object, Object = meaning.Agent }
            : null;

    public static Meaning Negated(Meaning meaning) => meaning with { Negated = !meaning.Negated };

    public static Meaning? Opposite(Meaning meaning) => meaning.Action.Opposite is { } opposite ? meaning with { Action = Actions.Find(opposite) } : null;

    public Meaning? OtherCount(Meaning meaning) => meaning.Object.Count is { } count ? meaning with { Object = meaning.Object with { Count = 2 + ((count - 2 + 1 + dice.Below(7)) % 8) } } : null;

    public Meaning? OtherPlace(Meaning meaning)
    {
        var places = Settings.Places(meaning.Domain).Where(place => place != meaning.Place).ToList();
        return meaning.Place is null ? null : meaning with { Place = dice.Pick(places) };
    }

    public Meaning? OtherTime(Meaning meaning) => meaning.Time is null ? null : meaning with { Time = dice.Pick([.. Settings.Times.Where(time => time != meaning.Time)]) };

    public static Meaning? ContraryAdjective(Meaning meaning) => meaning.Object.Adjective is { } adjective ? meaning with { Object = meaning.Object with { Adjective = Contrary(adjective, meaning.Object.Noun) } }
        : meaning.Agent.Adjective is { } other ? meaning with { Agent = meaning.Agent with { Adjective = Contrary(other, meaning.Agent.Noun) } } : null;

    /// <summary>One detail less: the place, the time or an adjective.</summary>
    public Meaning? Without(Meaning meaning)
    {
        List<Meaning> shorter = [];
        if (meaning.Place is not null) shorter.Add(meaning with { Place = null });
        if (meaning.Time is not null) shorter.Add(meaning with { Time = null });
        if (meaning.Agent.Adjective is not null) shorter.Add(meaning with { Agent = meaning.Agent with { Adjective = null } });
        if (meaning.Object.Adjective is not null) shorter.Add(meaning with { Object = meaning.Object with { Adjective = null } });
        return shorter.Count == 0 ? null : dice.Pick(shorter);
    }

    /// <summary>The agent, the object or the place by its more general name.</summary>
    public Meaning? Generalised(Meaning meaning)
    {
        List<Meaning> general = [];
        if (meaning.Agent.Noun.Class is { } agent) general.Add(meaning with { Agent = meaning.Agent with { Noun = agent, Adjective = null } });
        if (meaning.Object.Noun.Class is { } target && (meaning.Object.Count is null || target.Countable)) general.Add(meaning with { Object = meaning.Object with { Noun = target, Adjective = null } });
        if (meaning.Place?.Class is { } place) general.Add(meaning with { Place = place });
        return general.Count == 0 ? null : dice.Pick(general);
    }

    private Meaning Draw(VerbAction action)
    {
        var agent = Noun(action.Agents);
        var target = Noun(action.Objects, agent);
        var count = action.Counts && target.Countable && target.Use == NounUse.Definite && dice.Chance(WithCount) ? 2 + dice.Below(8) : (int?)null;
        return new Meaning(action, Describe(agent), Describe(target) with { Count = count },
            action.HasPlace && dice.Chance(WithPlace) ? dice.Pick(Settings.Places(action.Domain)) : null,
            dice.Chance(WithTime) ? dice.Pick(Settings.Times) : null);
    }

    private Participant Describe(Noun noun)
    {
        var fitting = Settings.Adjectives.Where(adjective => Fits(adjective, noun) is not null).ToList();
        return new Participant(noun, fitting.Count > 0 && dice.Chance(WithAdjective) ? dice.Pick(fitting) : null);
    }

    private static Adjective? Fits(Adjective? adjective, Noun noun) => adjective is not null && noun.Use != NounUse.Proper && adjective.Kinds.Contains(noun.Kind) ? adjective : null;

    private static Adjective Contrary(Adjective adjective, Noun noun) => Settings.Adjectives.First(other => other.Forms[0] == adjective.Contrary && other.Kinds.Contains(noun.Kind));

    private Noun Noun(Kind[] kinds, params Noun[] except) => dice.Pick([.. kinds.SelectMany(kind => _nouns[kind]).Where(noun => !except.Contains(noun))]);

    private static bool Shares(Meaning a, Meaning b) => a.Agent.Noun == b.Agent.Noun || a.Object.Noun == b.Object.Noun || a.Agent.Noun == b.Object.Noun || a.Object.Noun == b.Agent.Noun;
}
