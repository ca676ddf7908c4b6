namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>Draws meanings, and changes something about a meaning. A change that a meaning does not allow gives null.</summary>
/// <param name="dice">The source of all choices.</param>
internal sealed class Meanings(Dice dice)
{
    private const double WithPlace = 0.3;
    private const double WithTime = 0.2;
    private const double WithNegation = 0.12;

    private static readonly ILookup<Kind, Noun> ByKind = Nouns.All.ToLookup(noun => noun.Kind);

    public Meaning Draw() => Draw(dice.Pick(Actions.All));

    public Meaning DrawElsewhere(Meaning meaning) => Draw(dice.Pick([.. Actions.All.Where(action => action.Domain != meaning.Action.Domain)]));

    /// <summary>The same topic, told of others.</summary>
    public Meaning? SameTopic(Meaning meaning)
    {
        var other = Draw(dice.Pick([.. Actions.All.Where(action => action.Domain == meaning.Action.Domain)]));
        return other.Agent == meaning.Agent || other.Object == meaning.Object ? null : other;
    }

    public Meaning? OtherAction(Meaning meaning)
    {
        var actions = Actions.All.Where(action => action.Domain == meaning.Action.Domain && action != meaning.Action && action.Name != meaning.Action.Opposite
            && action.Agent == meaning.Agent.Kind && action.Objects.Contains(meaning.Object.Kind) && action.HasPlace == meaning.Action.HasPlace).ToList();
        return actions.Count == 0 ? null : meaning with { Action = dice.Pick(actions) };
    }

    public Meaning OtherAgent(Meaning meaning) => meaning with { Agent = Another(meaning, meaning.Agent.Kind) };

    public Meaning OtherObject(Meaning meaning) => meaning with { Object = Another(meaning, meaning.Object.Kind) };

    /// <summary>Every word stays and the sense turns round: the dog followed the cat, the cat followed the dog.</summary>
    public static Meaning? Swapped(Meaning meaning) => meaning.Action.IsMutual ? meaning with { Agent = meaning.Object, Object = meaning.Agent } : null;

    public static Meaning Denied(Meaning meaning) => meaning with { Negated = !meaning.Negated };

    public static Meaning? Opposite(Meaning meaning) => !meaning.Negated && meaning.Action.Opposite is { } opposite ? meaning with { Action = Actions.Find(opposite) } : null;

    public Meaning? OtherPlace(Meaning meaning) => meaning.Place is null ? null : meaning with { Place = dice.Pick([.. Settings.Places(meaning.Action.Domain).Where(place => place != meaning.Place)]) };

    public Meaning? OtherTime(Meaning meaning) => meaning.Time is null ? null : meaning with { Time = dice.Pick([.. Settings.Times.Where(time => time != meaning.Time)]) };

    /// <summary>Without the place, the time or both. What was denied somewhere is not denied everywhere: such a meaning keeps its details.</summary>
    public Meaning? Less(Meaning meaning)
    {
        if (meaning.Negated || (meaning.Place is null && meaning.Time is null)) return null;
        return (meaning.Place, meaning.Time) switch
        {
            (not null, not null) => dice.Pick([meaning with { Place = null }, meaning with { Time = null }, meaning with { Place = null, Time = null }]),
            _ => meaning with { Place = null, Time = null },
        };
    }

    private Meaning Draw(VerbAction action)
    {
        var agent = dice.Pick([.. ByKind[action.Agent]]);
        var target = dice.Pick([.. action.Objects.SelectMany(kind => ByKind[kind]).Where(noun => noun != agent)]);
        return new Meaning(action, agent, target, action.HasPlace && dice.Chance(WithPlace) ? dice.Pick(Settings.Places(action.Domain)) : null,
            dice.Chance(WithTime) ? dice.Pick(Settings.Times) : null, dice.Chance(WithNegation));
    }

    private Noun Another(Meaning meaning, Kind kind) => dice.Pick([.. ByKind[kind].Where(noun => noun != meaning.Agent && noun != meaning.Object)]);
}
