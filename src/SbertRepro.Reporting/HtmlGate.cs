using SbertRepro.Evaluation.Regression;
using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapters about the regression gate and about what changed since the baseline, as HTML.</summary>
internal static class HtmlGate
{
    public static string Render(GateSection gate) => Lines(
        [Proof(gate.Proofs), Baselines(gate), HtmlTrends.Render(Trend.Of(gate.Histories)), gate.SinceBaseline is { } difference ? Difference(difference) : ""]);

    private static string Proof(IReadOnlyList<GateProof> proofs) => proofs.Count == 0 ? "" : $"""
        <section id="gate"><h2>Gate</h2>
        <p>Can the regression gate be believed? Known effects were planted in known numbers, and none at all, many times; the table counts how often it spoke up.</p>
        {Lines(proofs.Select(Planted))}
        </section>
        """;

    private static string Planted(GateProof proof) =>
        Scrolling($"Planted effects, {proof.Machine}", GateSection.ProofColumns, proof.Rows.Select(row => Row(GateSection.Row(row))))
            + $"<ul>{Lines(proof.Notes.Select(note => $"<li>{E(note)}</li>"))}</ul>";

    private static string Baselines(GateSection gate) => !gate.Accepted.Any() ? "" : $"""
        <section id="baselines"><h2>Baselines</h2>
        <p>Why the results that the gate compares with were accepted.</p>
        {Scrolling("Accepted baselines", GateSection.AcceptColumns, gate.Accepted.Select(Row))}
        </section>
        """;

    private static string Difference(RunDifference difference)
    {
        var moved = difference.Cells.Where(cell => cell.ScoreMoved).ToList();
        var cause = difference.Cause is { } known ? $" <b>{E(HtmlClaims.Sentence(known))}.</b>" : "";
        return $"""
            <section id="difference"><h2>Difference to the baseline</h2>
            <p>{CellText.Whole(moved.Count)} scores moved, {CellText.Whole(difference.Unchanged)} cells are the same.{cause}</p>
            {(moved.Count == 0 ? "" : Scrolling("Moved scores", ["cell", "before", "now", "difference", "cause", "largest rank moves"], moved.Select(Moved)))}
            {Latency(difference.Latency)}
            {(difference.Environment.Count == 0 ? "" : Scrolling("Surroundings that differ", ["what", "before", "now"], difference.Environment.Select(Changed)))}
            </section>
            """;
    }

    private static string Moved(CellDifference cell) => Row(
    [
        cell.Cell, Score(cell.Before), Score(cell.After), cell.After - cell.Before is { } by ? CellText.Signed(100 * by) : "", cell.Cause, DifferenceMarkdown.Moves(cell),
    ]);

    private static string Changed(Change change) => Row([change.Name, change.Before ?? "(absent)", change.After ?? "(absent)"]);

    private static string Latency(IReadOnlyList<LatencyDifference> timings) => timings.Count == 0 ? ""
        : $"<p>{E(DifferenceMarkdown.LatencyNote)}</p>"
            + Scrolling("Timings", DifferenceMarkdown.LatencyColumns, timings.Select(each => Row([$"{each.Where} {each.What}", .. DifferenceMarkdown.Numbers(each)])));

    private static string Score(double? natural) => natural is { } value ? CellText.Score(100 * value) : "";

    private static string Row(IReadOnlyList<string> cells) => $"<tr><th scope=\"row\">{E(cells[0])}</th>{string.Concat(cells.Skip(1).Select(cell => $"<td>{E(cell)}</td>"))}</tr>";
}
