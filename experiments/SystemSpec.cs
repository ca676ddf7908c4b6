namespace SbertRepro.Experiments;

/// <summary>A system of a table: an encoder, its artifacts, and what a reader must know about it.</summary>
/// <param name="Id">As on the command line and in paths.</param>
/// <param name="Name">As printed.</param>
/// <param name="Recipe">How it makes vectors.</param>
/// <param name="Artifacts">Ids of the catalogue's artifacts, or of groups of them; empty where none is needed.</param>
/// <param name="Scales">Where it runs.</param>
public sealed record SystemSpec(string Id, string Name, Recipe Recipe, IReadOnlyList<string> Artifacts, IReadOnlyList<Scale> Scales)
{
    /// <summary>Why its numbers are shown but not judged against the paper; null when they are judged.</summary>
    public string? NotJudged { get; init; }

    /// <summary>What differs from the paper's own setting, or what else the number needs.</summary>
    public string Note { get; init; } = "";

    /// <summary>A model folder of the user's own instead of catalogue artifacts.</summary>
    public string? Folder { get; init; }

    public bool Equals(SystemSpec? other) => other is not null && Id == other.Id && Folder == other.Folder && Recipe.Settings.SequenceEqual(other.Recipe.Settings);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
