using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments;

/// <summary>One number to be: a system on a dataset with a seed, for a table.</summary>
public sealed record Cell(Experiment Table, SystemSpec System, string Dataset, int Seed)
{
    public ResultKey Key(Setting setting) => new(setting.Scale.Name(), setting.MachineId, Table.Id, System.Id, Seed);

    public override string ToString() => $"{Table.Id} {System.Id} {Dataset}";
}

/// <summary>What a run has to do about a cell.</summary>
public abstract record CellState
{
    private CellState()
    {
    }

    /// <summary>Measured with exactly these inputs.</summary>
    public sealed record Fresh(CellRecord Record) : CellState;

    /// <summary>Not measured yet (<paramref name="Before"/> is null), or with other inputs.</summary>
    public sealed record Stale(Fingerprint Now, CellRecord? Before) : CellState
    {
        /// <summary>The inputs that changed, "name: old -> new"; empty when nothing was measured before.</summary>
        public IReadOnlyList<string> Changes => Before is null ? [] :
            [.. Before.Fingerprint.DifferencesTo(Now).Select(name =>
                $"{name}: {Short(Before.Fingerprint.Inputs.GetValueOrDefault(name))} -> {Short(Now.Inputs.GetValueOrDefault(name))}")];

        // Twelve digits tell hashes apart; settings are shorter anyway.
        private static string Short(string? value) => value is null ? "(absent)" : value.Length == 64 ? value[..12] : value;
    }

    /// <summary>Cannot be measured here.</summary>
    /// <param name="Reason">In one sentence.</param>
    /// <param name="Next">What would change that; null when nothing would.</param>
    public sealed record NotRun(string Reason, string? Next) : CellState;
}

/// <summary>A cell and its state when the plan was made.</summary>
public sealed record PlannedCell(Cell Cell, CellState State);
