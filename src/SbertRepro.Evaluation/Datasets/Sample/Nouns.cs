namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// Who and what there is in the sample world; "lawyer|attorney" are two words for one. Few, and nearly all of them whole word pieces of the mini-BERT, so that some
/// thousand sentences suffice to learn what each word means: what is new in the evaluation sets is how the words are put together.
/// </summary>
internal static class Nouns
{
    public static IReadOnlyList<Noun> All { get; } =
    [
        .. Things(Kind.Person, "doctor|physician", "lawyer|attorney", "student|pupil", "writer|author", "boy|lad", "boss|manager"),
        .. Names(Kind.Person, "Tom", "Jack", "Mary", "Jane"),
        .. Things(Kind.Animal, "dog", "cat", "horse", "wolf", "bear"),
        .. Things(Kind.Food, "cake", "bread", "soup", "fish"),
        .. Things(Kind.Drink, "coffee", "tea", "wine"),
        .. Things(Kind.Contest, "race", "match|game", "prize"),
        .. Things(Kind.Vehicle, "car|automobile", "truck|lorry", "boat|ship", "plane|aircraft"),
        .. Names(Kind.City, "Rome", "Paris", "London"),
        .. Things(Kind.Opening, "door", "window", "gate"),
        .. Things(Kind.Building, "house|home", "cottage|cabin", "school", "shop|store"),
        .. Things(Kind.Document, "letter|note", "report", "contract|agreement", "book"),
    ];

    private static IEnumerable<Noun> Things(Kind kind, params string[] words) => words.Select(word => new Noun(kind, word.Split('|')));

    private static IEnumerable<Noun> Names(Kind kind, params string[] names) => names.Select(name => new Noun(kind, [name], IsName: true));
}
