using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;

namespace SbertRepro.Cli.Ledger;

/// <summary>The cells and steps that the tables and studies of this version have, found again from their names.</summary>
internal static class KnownCells
{
    /// <summary>Whether a statement may hold such a cell.</summary>
    public static bool Knows(string scale, string table, string system, string dataset, string metric) => Find(scale, table, system, dataset, seed: 1)?.Table.Metric == metric;

    /// <summary>Null for a user's own model, an override of the command line, or a cell of another version.</summary>
    public static Cell? Find(string scale, string table, string system, string dataset, int seed)
    {
        if (Scales.Find(scale) is not { } known || Tables.All.FirstOrDefault(each => each.Id == table) is not { } experiment) return null;
        var spec = experiment.Rows.Select(row => row.System).FirstOrDefault(each => each?.Id == system);
        return spec is not null && experiment.ColumnsAt(known).Any(column => column.Dataset == dataset) ? new Cell(experiment, spec, dataset, seed) : null;
    }

    /// <summary>Null for a step of another version.</summary>
    public static (Study Study, StudyStep Step)? Find(StudyRecord record) =>
        AllStudies.InOrder.FirstOrDefault(study => study.Id == record.Study) is { } study && Scales.Find(record.Scale) is { } scale
        && study.StepsAt(scale).FirstOrDefault(step => step.Id == record.Step) is { } step ? (study, step) : null;
}
