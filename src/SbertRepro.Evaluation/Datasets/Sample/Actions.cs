namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// What happens in the sample world. Notation: "throw/threw/thrown" are base, past and participle, "-" says there is no passive; regular verbs are written once ("cook");
/// verbs behind "|" mean the same.
/// </summary>
internal static class Actions
{
    public static IReadOnlyList<VerbAction> All { get; } =
    [
        Simple(Domain.Food, Kind.Person, "cook|prepare", Kind.Food),
        Simple(Domain.Food, Kind.Person, "order|ask for/asked for/asked for", Kind.Food, Kind.Drink),
        .. Opposites(Domain.Food, Kind.Person, "buy/bought/bought|purchase", "sell/sold/sold", Kind.Food, Kind.Drink),
        .. Opposites(Domain.Food, Kind.Person, "enjoy|love", "hate|dislike", Kind.Food, Kind.Drink),

        Simple(Domain.Sport, Kind.Person, "beat/beat/beaten|defeat", Kind.Person) with { Converse = new VerbForm("lose to", "lost to", null) },
        Simple(Domain.Sport, Kind.Person, "push|shove", Kind.Person),
        .. Opposites(Domain.Sport, Kind.Person, "throw/threw/thrown|toss", "catch/caught/caught", Kind.Ball),
        .. Opposites(Domain.Sport, Kind.Person, "win/won/won", "lose/lost/lost", Kind.Contest),
        .. Opposites(Domain.Sport, Kind.Person, "start|begin/began/begun", "finish|complete", Kind.Contest),

        Simple(Domain.Travel, Kind.Person, "drive/drove/driven|steer", Kind.Vehicle),
        .. Opposites(Domain.Travel, Kind.Person, "repair|fix", "damage|wreck", Kind.Vehicle),
        .. Opposites(Domain.Travel, Kind.Person, "reach|arrive in/arrived in/-", "leave/left/left|depart from/departed from/-", Kind.City).Select(Placeless),
        Placeless(Simple(Domain.Travel, Kind.Person, "visit|tour", Kind.City)),

        .. Opposites(Domain.Home, Kind.Person, "open", "close|shut/shut/shut", Kind.Opening),
        .. Opposites(Domain.Home, Kind.Person, "build/built/built|construct", "destroy|tear down/tore down/torn down", Kind.Building),
        Simple(Domain.Home, Kind.Person, "paint|decorate", Kind.Building),
        Simple(Domain.Home, Kind.Person, "clean|tidy/tidied/tidied", Kind.Building),

        .. Opposites(Domain.Work, Kind.Person, "accept|approve", "reject|turn down/turned down/turned down", Kind.Document),
        .. Opposites(Domain.Work, Kind.Person, "find/found/found|discover", "lose/lost/lost", Kind.Document),
        .. Opposites(Domain.Work, Kind.Person, "send/sent/sent|mail", "receive|get/got/-", Kind.Document),
        .. Opposites(Domain.Work, Kind.Person, "employ|hire", "fire|dismiss", Kind.Person),
        Simple(Domain.Work, Kind.Person, "help|assist", Kind.Person),
        Simple(Domain.Work, Kind.Person, "teach/taught/taught|instruct", Kind.Person) with { Converse = new VerbForm("learn from", "learned from", null) },
        Simple(Domain.Work, Kind.Person, "call|phone", Kind.Person),

        Simple(Domain.Animals, Kind.Animal, "follow|chase", Kind.Animal),
        Simple(Domain.Animals, Kind.Animal, "watch|observe", Kind.Animal),
        .. Opposites(Domain.Animals, Kind.Animal, "attack", "protect|defend", Kind.Animal),
        Simple(Domain.Animals, Kind.Person, "feed/fed/fed|give food to/gave food to/-", Kind.Animal),
        Simple(Domain.Animals, Kind.Person, "save|rescue", Kind.Animal),
    ];

    private static readonly Dictionary<string, VerbAction> ByName = All.ToDictionary(action => action.Name, StringComparer.Ordinal);

    public static VerbAction Find(string name) => ByName[name];

    private static VerbAction Simple(Domain domain, Kind agent, string verbs, params Kind[] objects)
    {
        var forms = verbs.Split('|').Select(Form).ToArray();
        return new VerbAction($"{forms[0].Base} {objects[0]}", domain, agent, objects, forms);
    }

    private static VerbAction[] Opposites(Domain domain, Kind agent, string verbs, string contrary, params Kind[] objects)
    {
        var (first, second) = (Simple(domain, agent, verbs, objects), Simple(domain, agent, contrary, objects));
        return [first with { Opposite = second.Name }, second with { Opposite = first.Name }];
    }

    private static VerbAction Placeless(VerbAction action) => action with { HasPlace = false };

    private static VerbForm Form(string verb) => verb.Split('/') switch
    {
        [var stem, var past, var participle] => new VerbForm(stem, past, participle == "-" ? null : participle),
        _ => new VerbForm(verb, Past(verb), Past(verb)),
    };

    private static string Past(string verb) => verb.EndsWith('e') ? verb + "d" : verb + "ed";
}
