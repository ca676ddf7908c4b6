namespace SbertRepro.Evaluation.Datasets;

/// <summary>One thing to classify: a sentence, or for paraphrase detection a pair of them.</summary>
/// <param name="First">Its tokens, separated by single spaces.</param>
/// <param name="Second">The other sentence of a pair; null where there is one sentence.</param>
/// <param name="Label">Index into the classes of the task.</param>
public readonly record struct LabelledText(string First, string? Second, int Label);

/// <summary>
/// A SentEval transfer task under the id used everywhere: MR, CR, SUBJ, MPQA, SST2, TREC, MRPC. Items stand in file order, files in SentEval's order.
/// Tasks without a split of their own have only <see cref="Train"/> and are cross-validated.
/// </summary>
public sealed record TransferDataset(
    string Id, IReadOnlyList<string> Classes, IReadOnlyList<LabelledText> Train, IReadOnlyList<LabelledText> Dev, IReadOnlyList<LabelledText> Test)
{
    /// <summary>All items: train, dev, test.</summary>
    public IEnumerable<LabelledText> Items => Train.Concat(Dev).Concat(Test);

    /// <summary>What predictions are made for, in file order: the test items, or where there are none all items, each when its fold is held out.</summary>
    public IReadOnlyList<LabelledText> Scored => Test.Count > 0 ? Test : Train;

    /// <summary>True for tasks about pairs of sentences.</summary>
    public bool IsPaired => Train.Count > 0 && Train[0].Second is not null;

    /// <summary>Every distinct sentence once, in order of appearance: what an encoder has to encode.</summary>
    public IReadOnlyList<string> DistinctSentences =>
        [.. Items.SelectMany(item => item.Second is { } second ? new[] { item.First, second } : [item.First]).Distinct(StringComparer.Ordinal)];
}
