namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>Where and when things happen; phrases behind "|" mean the same.</summary>
internal static class Settings
{
    public static IReadOnlyList<Setting> Times { get; } =
        Phrases("in the morning|before noon", "in the evening|after sunset", "at night|after dark", "on Monday", "in winter", "in summer");

    private static readonly Dictionary<Domain, Setting[]> Everywhere = new()
    {
        [Domain.Food] = Phrases("in the kitchen", "in the restaurant", "in the garden", "at the market|at the fair"),
        [Domain.Sport] = Phrases("in the gym|in the hall", "in the park", "on the beach|by the sea"),
        [Domain.Travel] = Phrases("at the station", "at the airport", "on the bridge"),
        [Domain.Home] = Addresses("Mill Street", "Station Road"),
        [Domain.Work] = Phrases("in the office", "at the factory|at the plant", "in the hospital", "in the library"),
        [Domain.Animals] = Phrases("on the farm", "in the forest|in the woods", "by the lake", "by the river"),
    };

    public static IReadOnlyList<Setting> Places(Domain domain) => Everywhere[domain];

    private static Setting[] Phrases(params string[] phrases) => [.. phrases.Select(phrase => new Setting(phrase.Split('|')))];

    // Two houses in a street: a number is all that differs.
    private static Setting[] Addresses(params string[] streets) => Phrases([.. streets.SelectMany(street => Enumerable.Range(4, 2).Select(number => $"at {number} {street}|at number {number} on {street}"))]);
}
