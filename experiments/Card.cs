namespace SbertRepro.Experiments;

/// <summary>
/// The table of the project's brief (experiments/paper/card.csv): which systems answer which of its lines. Several of its numbers are not the paper's (a [CLS] row
/// that is another cell, a mean row from later work), so the report shows brief, paper and measurement side by side and judges by the paper.
/// </summary>
public static class Card
{
    /// <summary>Line of the brief to systems on STS-B test, the one nearest to the paper's first.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Answers = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Average GloVe, STS benchmark"] = [Systems.Glove6B300.Id, Systems.Glove840B.Id, Systems.Glove6B50Partial.Id],
        ["BERT [CLS], STS benchmark"] = [Systems.BertBaseCls.Id],
        ["BERT mean, STS benchmark"] = [Systems.BertBaseMean.Id],
        ["SBERT-NLI, STS benchmark"] = [Systems.SbertNliLarge.Id, Systems.SbertNliBase.Id],
    };

    /// <summary>Why a line has no measurement, when it has none.</summary>
    public static string WhyNot(string quantity) => Answers.TryGetValue(quantity, out var systems)
        ? $"sbert-repro fetch {systems[0]}, then ./run-all.sh --scale paper."
        : "this version of the project has no experiment for it yet.";
}
