namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>Where and when things happen, and what they are like. The first phrase is the usual one, the others mean the same.</summary>
internal static class Settings
{
    private static readonly Setting Indoors = new(["indoors", "inside a building"]);
    private static readonly Setting Outdoors = new(["outdoors", "in the open air"]);

    public static IReadOnlyList<Setting> Times { get; } =
    [
        new(["in the morning", "before noon"]), new(["at midnight", "in the middle of the night"]), new(["at dawn", "at sunrise"]), new(["at dusk", "at sunset"]),
        new(["at noon", "at twelve o'clock"]), new(["at the weekend", "on Saturday and Sunday"]), new(["last week", "a week ago"]), new(["on Monday"]), new(["on Thursday"]),
        new(["in winter", "in the cold season"]), new(["in summer", "in the hot season"]), new(["after the holidays", "when the holidays were over"]),
    ];

    public static IReadOnlyList<Adjective> Adjectives { get; } =
    [
        .. Contraries("young|youthful", "old|elderly", Kind.Person),
        .. Contraries("friendly|kind", "unfriendly|unkind", Kind.Person),
        .. Contraries("tall", "short", Kind.Person),
        .. Contraries("large|big", "small|little", Kind.Animal, Kind.Building, Kind.Fruit, Kind.Opening),
        .. Contraries("brown", "white", Kind.Animal),
        .. Contraries("tame", "wild", Kind.Animal),
        .. Contraries("cheap|inexpensive", "expensive|costly", Kind.Meal, Kind.Drink, Kind.Car, Kind.Bike),
        .. Contraries("tasty|delicious", "tasteless|bland", Kind.Meal, Kind.Drink, Kind.Fruit),
        .. Contraries("new", "old", Kind.Car, Kind.Bike, Kind.Building, Kind.Ball, Kind.Opening),
        .. Contraries("red", "blue", Kind.Car, Kind.Bike, Kind.Ball, Kind.Opening),
        .. Contraries("early", "late", Kind.Transport),
        .. Contraries("crowded|packed", "empty", Kind.Transport),
        .. Contraries("long|lengthy", "short|brief", Kind.Document),
        .. Contraries("important|significant", "unimportant|trivial", Kind.Document, Kind.Contest),
        .. Contraries("local|regional", "international", Kind.Contest),
    ];

    private static readonly Dictionary<Domain, Setting[]> Fixed = new()
    {
        [Domain.Food] = [In("in the kitchen"), In("in the restaurant", "at the diner"), Out("in the garden"), In("in the canteen", "in the cafeteria"), Out("at the picnic site"), In("at the cookery school")],
        [Domain.Sport] = [In("in the gym", "in the sports hall"), Out("in the park"), Out("on the beach", "by the sea"), Out("on the playing field"), In("at the leisure centre"), Out("at the training camp")],
        [Domain.Travel] = [Out("in the city centre", "downtown"), Out("at the border"), Out("near the airport"), Out("by the harbour", "by the port"), Out("on the island"), Out("in the mountains")],
        [Domain.Home] = [Out("by the lake"), Out("in the village")],
        [Domain.Work] = [In("in the office"), In("at the factory", "at the plant"), In("in the hospital", "at the clinic"), In("in the library"), In("at the bank"), In("in the town hall")],
        [Domain.Animals] = [Out("on the farm"), Out("in the forest", "in the woods"), In("in the stable"), Out("by the river"), Out("at the zoo"), Out("in the meadow", "in the pasture")],
    };

    private static readonly string[] Streets = ["Mill Street", "Station Road", "Church Lane", "Park Avenue", "High Street", "Bridge Road", "Garden Lane", "King Street", "River Road", "Market Street", "Hill Lane", "Abbey Road"];

    private static readonly Setting[] Addresses = [.. Streets.SelectMany((street, i) => new[] { 4, 7, 12 }.Select(number => Address(street, number + (i * 5))))];

    /// <summary>Places where things of the domain happen; houses stand at addresses, in which a number is all that differs.</summary>
    public static IReadOnlyList<Setting> Places(Domain domain) => domain is Domain.Home ? [.. Fixed[domain], .. Addresses] : Fixed[domain];

    private static Setting In(params string[] forms) => new(forms, Indoors);

    private static Setting Out(params string[] forms) => new(forms, Outdoors);

    private static Setting Address(string street, int number) => new([$"at {number} {street}", $"at number {number} on {street}"]);

    private static Adjective[] Contraries(string words, string contrary, params Kind[] kinds)
    {
        var (first, second) = (words.Split('|'), contrary.Split('|'));
        return [new Adjective(first, second[0], kinds), new Adjective(second, first[0], kinds)];
    }
}
