namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// Who and what there is in the sample world; "lawyer|attorney" are two words for one. Few, and nearly all of them whole word pieces of the mini-BERT, so that some
/// thousand sentences suffice to learn what each word means: what is new in the evaluation sets is how the words are put together.
/// </summary>
internal static class Nouns
{
    public static IReadOnlyList<Noun> All { get; } =
    [
        .. Things(Kind.Person, "doctor|physician", "nurse", "farmer", "lawyer|attorney", "student|pupil", "writer|author", "soldier", "boy|lad", "girl", "boss|manager"),
        .. Names(Kind.Person, "Peter", "Tom", "David", "Jack", "Mary", "Jane"),
        .. Things(Kind.Animal, "dog", "cat", "horse", "wolf", "pig", "bear", "cow"),
        .. Things(Kind.Food, "cake", "bread", "soup", "rice", "meat", "fish"),
        .. Things(Kind.Drink, "coffee", "tea", "milk", "wine"),
        .. Things(Kind.Ball, "ball", "football"),
        .. Things(Kind.Contest, "race", "match|game"),
        .. Things(Kind.Vehicle, "car|automobile", "truck|lorry", "bus", "boat|ship", "plane|aircraft"),
        .. Names(Kind.City, "Rome", "Paris", "London", "Boston"),
        .. Things(Kind.Opening, "door", "window", "gate"),
        .. Things(Kind.Building, "house|home", "cottage|cabin", "school", "church", "shop|store"),
        .. Things(Kind.Document, "letter|note", "report", "contract|agreement", "book", "plan"),
    ];

    private static IEnumerable<Noun> Things(Kind kind, params string[] words) => words.Select(word => new Noun(kind, word.Split('|')));

    private static IEnumerable<Noun> Names(Kind kind, params string[] names) => names.Select(name => new Noun(kind, [name], IsName: true));
}
