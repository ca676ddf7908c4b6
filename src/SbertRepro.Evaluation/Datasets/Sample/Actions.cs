namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// What happens in the sample world. Notation: "eat/ate/eaten|consume/consumed/consumed" are two verbs for one action, "-" says there is no passive;
/// regular verbs are written once ("cook").
/// </summary>
internal static class Actions
{
    private static readonly Kind[] Person = [Kind.Person];
    private static readonly Kind[] Animal = [Kind.Animal];
    private static readonly Kind[] Food = [Kind.Fruit, Kind.Meal];
    private static readonly Kind[] Roads = [Kind.Car, Kind.Bike];

    public static IReadOnlyList<VerbAction> All { get; } =
    [
        Simple(Domain.Food, Person, [Kind.Meal], "cook|prepare") with { Counts = true },
        Simple(Domain.Food, Person, Food, "eat/ate/eaten|consume") with { Counts = true },
        Simple(Domain.Food, Person, [Kind.Meal, Kind.Drink], "order|ask for/asked for/asked for"),
        Simple(Domain.Food, Person, [Kind.Meal, Kind.Drink, Kind.Fruit], "taste|try/tried/tried"),
        Simple(Domain.Food, Person, [Kind.Drink], "drink/drank/drunk|sip/sipped/sipped"),
        .. Opposites(Domain.Food, Person, Food, "buy/bought/bought|purchase", "sell/sold/sold", counts: true),
        .. Opposites(Domain.Food, Person, [Kind.Meal, Kind.Drink], "enjoy|relish", "dislike|hate"),
        .. Opposites(Domain.Food, Person, [Kind.Meal, Kind.Drink], "cool|chill", "heat|warm up/warmed up/warmed up"),

        Simple(Domain.Sport, Person, Person, "beat/beat/beaten|defeat") with { Converse = new VerbForm("lose to", "lost to", null) },
        Simple(Domain.Sport, Person, Person, "overtake/overtook/overtaken|pass") with { Converse = new VerbForm("fall behind", "fell behind", null) },
        Simple(Domain.Sport, Person, Person, "coach|train"),
        Simple(Domain.Sport, Person, Person, "push|shove"),
        .. Opposites(Domain.Sport, Person, [Kind.Ball], "throw/threw/thrown|toss", "catch/caught/caught"),
        .. Opposites(Domain.Sport, Person, [Kind.Contest], "win/won/won", "lose/lost/lost", complementary: true),
        .. Opposites(Domain.Sport, Person, [Kind.Contest], "start|begin/began/begun", "finish|complete/completed/completed"),
        Simple(Domain.Sport, Person, [Kind.Contest], "watch|follow"),

        Simple(Domain.Travel, Person, [Kind.Car], "drive/drove/driven|steer"),
        Simple(Domain.Travel, Person, [Kind.Bike], "ride/rode/ridden"),
        Simple(Domain.Travel, Person, Roads, "rent|hire") with { Counts = true },
        Simple(Domain.Travel, Person, Roads, "wash|clean") with { Counts = true },
        .. Opposites(Domain.Travel, Person, Roads, "repair|fix", "damage|wreck", counts: true),
        .. Opposites(Domain.Travel, Person, [Kind.Transport], "catch/caught/caught", "miss", complementary: true),
        .. Opposites(Domain.Travel, Person, [Kind.Transport], "board|get on/got on/-", "leave/left/left|get off/got off/-"),
        .. Opposites(Domain.Travel, Person, [Kind.City], "reach|arrive in/arrived in/-", "leave/left/left|depart from/departed from/-", hasPlace: false),
        Simple(Domain.Travel, Person, [Kind.City], "visit|tour") with { HasPlace = false },

        .. Opposites(Domain.Home, Person, [Kind.Opening], "open", "close|shut/shut/shut"),
        .. Opposites(Domain.Home, Person, [Kind.Opening], "lock", "unlock"),
        .. Opposites(Domain.Home, Person, [Kind.Building], "build/built/built|construct", "demolish|tear down/tore down/torn down"),
        .. Opposites(Domain.Home, Person, [Kind.Building], "buy/bought/bought|purchase", "sell/sold/sold"),
        Simple(Domain.Home, Person, [Kind.Building], "paint|decorate"),
        Simple(Domain.Home, Person, [Kind.Building], "tidy/tidied/tidied|clean up/cleaned up/cleaned up"),

        .. Opposites(Domain.Work, Person, [Kind.Document], "accept|approve", "reject|turn down/turned down/turned down", complementary: true, counts: true),
        .. Opposites(Domain.Work, Person, [Kind.Document], "find/found/found|discover", "lose/lost/lost|misplace", counts: true),
        .. Opposites(Domain.Work, Person, [Kind.Document], "send/sent/sent|mail", "receive|get/got/-", counts: true),
        Simple(Domain.Work, Person, [Kind.Document], "write/wrote/written|draft") with { Counts = true },
        .. Opposites(Domain.Work, Person, Person, "hire|employ", "fire|dismiss"),
        .. Opposites(Domain.Work, Person, Person, "praise|commend", "criticise|find fault with/found fault with/-"),
        .. Opposites(Domain.Work, Person, Person, "help|assist", "hinder|obstruct"),
        Simple(Domain.Work, Person, Person, "teach/taught/taught|instruct") with { Converse = new VerbForm("learn from", "learned from", null) },
        Simple(Domain.Work, Person, Person, "call|phone"),
        Simple(Domain.Work, Person, Person, "thank"),

        Simple(Domain.Animals, Animal, Animal, "chase|pursue|run after/ran after/-") with { Converse = new VerbForm("run away from", "ran away from", null) },
        Simple(Domain.Animals, Animal, Animal, "follow|trail"),
        Simple(Domain.Animals, Animal, Animal, "bite/bit/bitten|nip/nipped/nipped"),
        Simple(Domain.Animals, Animal, Animal, "watch|observe"),
        .. Opposites(Domain.Animals, Animal, Animal, "attack", "protect|defend"),
        .. Opposites(Domain.Animals, Person, Animal, "frighten|scare", "soothe|calm/calmed/calmed", counts: true),
        .. Opposites(Domain.Animals, Person, Animal, "adopt|take in/took in/taken in", "abandon|desert", counts: true),
        Simple(Domain.Animals, Person, Animal, "rescue|save") with { Counts = true },
        Simple(Domain.Animals, Person, Animal, "feed/fed/fed|give food to/gave food to/-") with { Counts = true },
    ];

    private static readonly Dictionary<string, VerbAction> ByName = All.ToDictionary(action => action.Name, StringComparer.Ordinal);

    public static VerbAction Find(string name) => ByName[name];

    private static VerbAction Simple(Domain domain, Kind[] agents, Kind[] objects, string verbs)
    {
        var forms = verbs.Split('|').Select(Form).ToArray();
        return new VerbAction($"{forms[0].Base} {objects[0]}", domain, agents, objects, forms);
    }

    private static VerbAction[] Opposites(
        Domain domain, Kind[] agents, Kind[] objects, string verbs, string contrary, bool complementary = false, bool counts = false, bool hasPlace = true)
    {
        var (first, second) = (Simple(domain, agents, objects, verbs), Simple(domain, agents, objects, contrary));
        return [Joined(first, second), Joined(second, first)];

        VerbAction Joined(VerbAction action, VerbAction opposite) =>
            action with { Opposite = opposite.Name, Complementary = complementary, Counts = counts, HasPlace = hasPlace };
    }

    private static VerbForm Form(string verb) => verb.Split('/') switch
    {
        [var stem, var past, var participle] => new VerbForm(stem, past, participle == "-" ? null : participle),
        _ => new VerbForm(verb, Past(verb), Past(verb)),
    };

    private static string Past(string verb) => verb.EndsWith('e') ? verb + "d" : verb + "ed";
}
