using System.Globalization;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using Spectre.Console;

namespace SbertRepro.Cli;

/// <summary>The brief's table for one scale on the terminal: what a run is about, in a handful of lines.</summary>
internal static class CardTable
{
    public static void Print(Setting setting, IReadOnlyList<RunRecord> runs)
    {
        var rows = PaperData.Card.Where(claim => Card.Answers.ContainsKey(claim.Quantity))
            .Select(claim => (Claim: claim, Cells: Cells(Card.Answers[claim.Quantity], setting.Scale, runs)))
            .Where(row => row.Cells.Scores.Count > 0).ToList();
        if (rows.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape($"The brief's table, scale {setting.Scale.Name()}"))
            .AddColumns("", "here", "paper", "brief", "measured with", "seeds");
        foreach (var (claim, (system, scores)) in rows)
        {
            string[] words =
            [
                claim.Quantity, (100 * scores.Average()).ToString("F2", CultureInfo.InvariantCulture), claim.Paper ?? "", claim.Brief, system,
                scores.Count.ToString(CultureInfo.InvariantCulture),
            ];
            table.AddRow([.. words.Select(Markup.Escape)]);
        }

        Terminal.Out.Write(table);
    }

    /// <summary>The first of the answer's systems that has a score here, and its scores over the seeds.</summary>
    private static (string System, IReadOnlyList<double> Scores) Cells(CardAnswer answer, Scale scale, IReadOnlyList<RunRecord> runs)
    {
        var dataset = scale == Scale.Sample ? answer.Sample : answer.Dataset;
        return answer.Systems.Where(system => system.Scales.Contains(scale))
            .Select(system => (system.Name, (IReadOnlyList<double>)[.. runs.Where(run => run.Table == answer.Table.Id && run.System == system.Id)
            .Select(run => run.Cells.FirstOrDefault(cell => cell.Dataset == dataset)?.Find(answer.Table.Metric, "all")).OfType<Score>().Select(score => score.Value)]))
            .FirstOrDefault(found => found.Item2.Count > 0, ("", []));
    }
}
