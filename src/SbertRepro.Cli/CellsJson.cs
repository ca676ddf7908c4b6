using System.Text.Json;
using System.Text.Json.Serialization;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;

namespace SbertRepro.Cli;

/// <summary>Cells as one JSON document for other programs: the answer of plan, run and why under --json.</summary>
internal static class CellsJson
{
    /// <param name="setting">Where and how.</param>
    /// <param name="cells">With their state at the end.</param>
    /// <param name="outcomes">What the run did; empty for a plan.</param>
    /// <param name="steps">Of studies, with their state at the end.</param>
    /// <param name="measured">What the run did about them.</param>
    public static string Write(Setting setting, IReadOnlyList<PlannedCell> cells, IReadOnlyList<CellOutcome> outcomes, IReadOnlyList<PlannedStep> steps,
        IReadOnlyList<StepOutcome> measured)
    {
        var failures = outcomes.OfType<CellOutcome.Failed>().ToDictionary(failed => failed.Cell, failed => failed.Failure.Message);
        var computed = outcomes.OfType<CellOutcome.Computed>().Select(outcome => outcome.Cell).ToHashSet();
        var document = new Document(setting.Scale.Name(), setting.MachineId, setting.DeviceName, setting.Precision, computed.Count, failures.Count,
            [.. cells.Select(planned => Line(planned, computed.Contains(planned.Cell), failures.GetValueOrDefault(planned.Cell)))])
        {
            Steps = [.. steps.Select(planned => Line(planned, measured.FirstOrDefault(outcome => outcome.Planned.Study == planned.Study && outcome.Planned.Step == planned.Step)))],
        };
        return JsonSerializer.Serialize(document, CellsJsonContext.Default.Document);
    }

    private static CellLine Line(PlannedCell planned, bool computed, string? failure)
    {
        var (cell, record) = (planned.Cell, (planned.State as CellState.Fresh)?.Record);
        var score = record?.Find(cell.Table.Metric, "all");
        return new CellLine(cell.Table.Id, cell.System.Id, cell.Dataset, cell.Seed, State(planned.State, computed, failure), cell.Table.Metric, score?.Value, score?.Interval?.Low,
            score?.Interval?.High, score?.Count,
            failure ?? (planned.State as CellState.NotRun)?.Reason, (planned.State as CellState.NotRun)?.Next, (planned.State as CellState.Stale)?.Changes);
    }

    private static StepLine Line(PlannedStep planned, StepOutcome? outcome) => new(
        planned.Study.Id, planned.Step.Id,
        outcome?.Failure is not null ? "failed" : planned.State switch { StepState.Fresh => outcome is null ? "fresh" : "measured", StepState.Stale => "stale", _ => "not run" },
        outcome?.Failure?.Message ?? (planned.State as StepState.NotRun)?.Reason, (planned.State as StepState.NotRun)?.Next,
        [.. ((planned.State as StepState.Fresh)?.Record.Quantities ?? []).Select(quantity => new QuantityLine(
            quantity.System, quantity.What, quantity.Size, quantity.Value, quantity.Unit, quantity.Interval?.Low, quantity.Interval?.High, quantity.Count,
            quantity.Basis.ToString().ToLowerInvariant()))]);

    private static string State(CellState state, bool computed, string? failure) => state switch
    {
        _ when failure is not null => "failed",
        CellState.Fresh => computed ? "computed" : "fresh",
        CellState.Stale => "stale",
        _ => "not run",
    };

    internal sealed record Document(string Scale, string Machine, string Device, string Precision, int Computed, int Failed, IReadOnlyList<CellLine> Cells)
    {
        public IReadOnlyList<StepLine> Steps { get; init; } = [];
    }

    internal sealed record StepLine(string Study, string Step, string State, string? Reason, string? Next, IReadOnlyList<QuantityLine> Quantities);

    internal sealed record QuantityLine(string System, string What, double? Size, double Value, string Unit, double? Low, double? High, int Count, string Basis);

    internal sealed record CellLine(string Table, string System, string Dataset, int Seed, string State, string Metric, double? Score, double? Low, double? High, int? Count,
        string? Reason, string? Next, IReadOnlyList<string>? Changes);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CellsJson.Document))]
internal sealed partial class CellsJsonContext : JsonSerializerContext;
