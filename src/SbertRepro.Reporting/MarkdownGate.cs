using static SbertRepro.Reporting.MarkdownReport;

namespace SbertRepro.Reporting;

/// <summary>The chapters about the regression gate and about what changed since the baseline, as Markdown.</summary>
internal static class MarkdownGate
{
    public static string Render(GateSection gate) => string.Join("\n\n", Parts(gate));

    private static IEnumerable<string> Parts(GateSection gate)
    {
        foreach (var proof in gate.Proofs)
            yield return $"## Gate\n\nKnown effects planted in known numbers, on {T(proof.Machine)}: how often the gate spoke up.\n\n"
                + $"{Table(GateSection.ProofColumns, proof.Rows.Select(GateSection.Row))}\n\n{Lines(proof.Notes.Select(note => $"- {T(note)}"))}";
        if (gate.Accepted.Any()) yield return "## Baselines\n\n" + Table(GateSection.AcceptColumns, gate.Accepted);
        if (Trend.Of(gate.Histories) is { Count: > 0 } trends)
            yield return "## Trends\n\n" + T(Trend.Meaning) + "\n\n" + string.Join("\n\n", trends.Select(Figure));
        if (gate.SinceBaseline is { } difference) yield return "## Difference to the baseline\n\n" + DifferenceMarkdown.Render(difference).TrimEnd();
    }

    private static string Figure(Trend trend) => $"### {T(trend.Title)}\n\n"
        + $"![{T(trend.Title)}: time of a pass with noise bands and steps](figures/{trend.Anchor}.svg)\n\n{T(trend.Sentence)}";
}
