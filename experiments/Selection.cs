using SbertRepro.Encoders;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>Which cells of the tables a command is about. Empty lists select everything.</summary>
public sealed record Selection
{
    public static readonly Selection Everything = new();

    public IReadOnlyList<Experiment> Tables { get; init; } = [];

    /// <summary>No cell at all: only studies are asked for.</summary>
    public bool NoTable { get; init; }

    public IReadOnlyList<SystemSpec> Systems { get; init; } = [];

    public IReadOnlyList<string> Datasets { get; init; } = [];

    public IReadOnlyList<int> Seeds { get; init; } = [1];

    /// <summary>Of what is not trained yet.</summary>
    public TrainingExtent Train { get; init; } = TrainingExtent.Everything;

    /// <summary>Replaces the pooling of every selected BERT system.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>Replaces the layer of every selected BERT system.</summary>
    public LayerSelection? Layer { get; init; }

    /// <summary>The cells at a scale, in the order of the tables. A system named explicitly runs at whatever scale was asked for.</summary>
    public IEnumerable<Cell> CellsAt(Scale scale) =>
        from table in NoTable ? [] : Tables.Count > 0 ? Tables : Experiments.Tables.All
        from system in SystemsOf(table, scale)
        from seed in system.Recipe.IsRandom ? Seeds : Seeds.Take(1)
        from column in table.ColumnsAt(scale)
        where Datasets.Count == 0 || Datasets.Contains(column.Dataset, StringComparer.Ordinal)
        select new Cell(table, Overridden(system), column.Dataset, seed);

    /// <summary>Whether a system may be opened, which trains it where it has to be.</summary>
    public bool Opens(SystemSpec system, Scale scale) =>
        system.Recipe is not TrainedRecipe || scale == Scale.Sample || Systems.Count > 0 || Train == TrainingExtent.Everything
        || (Train == TrainingExtent.Brief && Card.TrainedAt(scale).Contains(system));

    private IEnumerable<SystemSpec> SystemsOf(Experiment table, Scale scale) => Systems.Count == 0
        ? table.SystemsAt(scale)
        : Systems.Where(system => system.Folder is not null || table.Rows.Any(row => row.System == system));

    // Under an id of its own: an override must not replace the result of the system as defined.
    private SystemSpec Overridden(SystemSpec system)
    {
        if (system.Recipe is not SentenceBertRecipe recipe || (Pooling is null && Layer is null)) return system;
        var changed = recipe with { Pooling = Pooling ?? recipe.Pooling, Layer = Layer ?? recipe.Layer };
        var suffix = (Pooling is null ? "" : $".{Pooling.ToString()!.ToLowerInvariant()}") + (Layer is null ? "" : $".layer{Layer}");
        return changed == recipe ? system : system with { Id = system.Id + suffix, Recipe = changed, NotJudged = "pooling or layer overridden on the command line" };
    }
}
