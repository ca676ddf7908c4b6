namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// The things of the sample world. Notation: "bicycle|bike" are two words for one thing, "bus/buses" gives an irregular plural, "rice/-" has none.
/// The order matters: <see cref="SampleData"/> holds every sixth word back from the training data.
/// </summary>
internal static class Nouns
{
    public static IReadOnlyList<Noun> All { get; } =
    [
        .. Group(Kind.Person, "person/people", "doctor|physician", "nurse", "teacher|instructor", "baker", "lawyer|attorney", "gardener", "farmer", "plumber", "waiter", "painter", "tourist|traveller",
            "student|pupil", "neighbour", "engineer", "writer|author", "librarian", "photographer", "mechanic", "manager|boss/bosses", "carpenter", "clerk", "guest|visitor", "tailor", "scientist|researcher"),
        .. Group(Kind.Person, "athlete|sportsperson/sportspeople", "runner", "swimmer", "goalkeeper|goalie", "boxer|fighter", "cyclist", "skater"),
        .. Group(Kind.Person, "child/children|kid", "boy", "girl"),
        .. Group(Kind.Animal, "animal", "dog|hound", "cat", "fox/foxes", "rabbit|bunny/bunnies", "horse", "wolf/wolves", "goat", "pig|hog", "donkey", "bear", "cow", "squirrel"),
        .. Group(Kind.Animal, "bird", "duck", "goose/geese", "hen", "swan", "parrot", "eagle"),
        .. Group(Kind.Fruit, "fruit", "apple", "pear", "peach/peaches", "banana", "orange", "plum", "mango/mangoes", "lemon", "melon", "fig", "apricot", "pineapple"),
        .. Group(Kind.Meal, "dish/dishes", "soup/-", "stew", "omelette", "pancake", "curry/curries", "pizza", "salad", "sandwich/sandwiches", "pie", "lasagne/-", "burger|hamburger", "risotto/-"),
        .. Group(Kind.Drink, "drink|beverage", "coffee/-", "tea/-", "lemonade/-", "milk/-", "cocoa/-|hot chocolate/-", "cider/-", "apple juice/-", "mineral water/-"),
        .. Group(Kind.Ball, "ball", "football", "tennis ball", "basketball", "golf ball", "volleyball", "rugby ball", "beach ball", "handball"),
        .. Group(Kind.Contest, "competition|contest", "football match/football matches|football game", "tennis final", "marathon", "chess tournament", "swimming race", "boxing match/boxing matches|boxing bout",
            "quiz/quizzes", "relay race", "hockey match/hockey matches|hockey game", "sailing regatta"),
        .. Group(Kind.Car, "vehicle", "car|automobile", "van", "truck|lorry/lorries", "taxi|cab", "tractor", "minibus/minibuses", "jeep", "limousine|limo", "ambulance"),
        .. Group(Kind.Bike, "vehicle", "bicycle|bike", "motorcycle|motorbike", "scooter", "tricycle", "mountain bike", "moped"),
        .. Group(Kind.Transport, "vehicle", "bus/buses", "train", "plane|aircraft/aircraft", "tram|streetcar", "shuttle", "night train|sleeper"),
        .. Proper(Kind.City, Named("city/cities"), "Lisbon", "Oslo", "Vienna", "Prague", "Dublin", "Madrid", "Athens", "Warsaw", "Rome", "Helsinki", "Budapest", "Brussels", "Cairo", "Lima", "Geneva", "Kyoto"),
        .. Group(Kind.Opening, null, "door", "window", "gate", "cupboard", "garage door", "safe", "shed door", "drawer"),
        .. Group(Kind.Building, "building", "house|home", "barn", "garage", "cottage", "school", "church/churches|chapel", "tower", "warehouse|depot", "cabin|hut", "hotel", "greenhouse", "theatre|playhouse"),
        .. Group(Kind.Document, "document", "letter", "report", "contract|agreement", "invoice|bill", "application", "proposal", "memo|memorandum", "certificate", "essay", "questionnaire", "budget", "complaint"),
        .. Proper(Kind.Person, Named("woman/women"), "Anna", "Maria", "Sofia", "Clara", "Emma", "Julia", "Laura", "Nina", "Olga", "Paula", "Rosa", "Vera", "Ida", "Greta", "Helen", "Alice", "Irene", "Diana"),
        .. Proper(Kind.Person, Named("man/men"), "Peter", "Tom", "David", "Martin", "Paul", "Oscar", "Simon", "Victor", "Adam", "Felix", "Hugo", "Leo", "Max", "Noah", "Robert", "Samuel", "Walter", "Jacob"),
    ];

    public static Noun Find(string singular) => All.First(noun => noun.Forms[0].Singular == singular);

    private static IEnumerable<Noun> Group(Kind kind, string? general, params string[] words)
    {
        var parent = general is null ? null : new Noun(kind, NounUse.Indefinite, Forms(general), null);
        return words.Select(word => new Noun(kind, NounUse.Definite, Forms(word), parent)).ToArray();
    }

    private static NounForm[] Named(string general) => Forms(general);

    private static IEnumerable<Noun> Proper(Kind kind, NounForm[] general, params string[] names)
    {
        var parent = new Noun(kind, NounUse.Indefinite, general, null);
        return names.Select(name => new Noun(kind, NounUse.Proper, [new NounForm(name, null)], parent)).ToArray();
    }

    private static NounForm[] Forms(string words) => [.. words.Split('|').Select(Form)];

    private static NounForm Form(string word) => word.Split('/') switch
    {
        [var singular, "-"] => new NounForm(singular, null),
        [var singular, var plural] => new NounForm(singular, plural),
        _ => new NounForm(word, word + "s"),
    };
}
