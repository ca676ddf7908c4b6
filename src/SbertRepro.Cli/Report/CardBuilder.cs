using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Report;

/// <summary>
/// The brief's table, each line with everything that answers it: costs of studies, differences of two systems, or scores. Of each, the largest scale first, there the weights that
/// models have now, then the most seeds.
/// </summary>
internal sealed class CardBuilder(StudyReport studies, IReadOnlyList<TableSection> tables, IReadOnlyList<ClaimRow> judged)
{
    public IReadOnlyList<CardRow> Rows() => [.. PaperData.Card.Select(Row)];

    private CardRow Row(CardClaim claim)
    {
        if (studies.Card(claim.Quantity) is { Count: > 0 } costs)
            return Row(claim, [.. costs.Select(Measured)], Verdict.NotJudged, "A time of this machine, not of the paper's GPU");
        if (Differences(claim.Quantity) is { Count: > 0 } gains)
            return Row(claim, gains, Verdict.NotJudged, "Differences of two systems of this project, the same items and their seeds for both");
        return Answering(claim.Quantity) is [var first, ..] cells
            ? Row(claim, [.. cells.Select(Measured)], first.Verdict, $"Measured with {first.System}: {first.Reason}")
            : Row(claim, [], Verdict.NotRun, $"Not run: {Card.WhyNot(claim.Quantity)}");
    }

    private static CardRow Row(CardClaim claim, IReadOnlyList<Measurement> measured, Verdict verdict, string remark) => new()
    {
        Quantity = claim.Quantity,
        Brief = claim.Brief,
        PaperNumber = claim.Paper,
        Paper = claim.Paper is null ? null : $"{claim.Paper} ({claim.Source})",
        Measured = measured,
        Verdict = verdict,
        Explanation = $"{claim.Explanation}. {remark}",
    };

    /// <summary>In points.</summary>
    private IReadOnlyList<Measurement> Differences(string quantity) => !Card.Differences.TryGetValue(quantity, out var ids) ? [] :
    [
        .. from id in ids
           from row in judged.Where(row => row.Record.Claim == id).GroupBy(row => row.Record.Scale)
               .Select(scale => scale.OrderBy(row => row.FormerWeights).ThenByDescending(row => row.Seeds).First())
           let record = row.Record
           select new Measurement(100 * record.Difference, "", new Interval(100 * record.Interval.Low, 100 * record.Interval.High), record.Count,
               Math.Min(record.BetterSeeds, record.WorseSeeds), record.Scale, record.Machine)
           {
               System = $"{record.Better} over {record.Worse}",
               FormerWeights = row.FormerWeights,
           },
    ];

    /// <summary>For each scale and machine, the cell nearest to the paper's system.</summary>
    private IReadOnlyList<Comparison> Answering(string quantity)
    {
        if (!Card.Answers.TryGetValue(quantity, out var answer)) return [];
        var ids = answer.Systems.Select(system => system.Id).ToList();
        return [.. tables.First(table => table.Id == answer.Table.Id).Cells
            .Where(cell => cell.Measured is not null && cell.Aggregation == "all" && (cell.Dataset == answer.Dataset || cell.Dataset == answer.Sample) && ids.Contains(cell.System))
            .GroupBy(cell => (cell.Scale, cell.Machine)).Select(group => group.MinBy(cell => ids.IndexOf(cell.System))!)
            .OrderByDescending(cell => Scales.Find(cell.Scale)).ThenBy(cell => cell.FormerWeights).ThenByDescending(cell => cell.Seeds.Count)];
    }

    private static Measurement Measured(Comparison cell) =>
        new(cell.Measured!.Value, "", cell.Interval, cell.Count, cell.Seeds.Count, cell.Scale, cell.Machine)
        {
            System = cell.System,
            FormerWeights = cell.FormerWeights,
            Files = [.. cell.Seeds.Select(seed => new ResultKey(cell.Scale, cell.Machine, cell.Table, cell.System, seed).RelativePath)],
        };

    private static Measurement Measured(QuantityHere here)
    {
        var quantity = QuantityText.InReadableUnit(here.Quantity);
        var basis = quantity.Basis == Basis.Extrapolated ? " (extrapolated)" : "";
        return new Measurement(quantity.Value, quantity.Unit + basis, quantity.Interval, quantity.Count, 1, here.Scale, here.Machine) { System = quantity.System };
    }
}
