using SbertRepro.Evaluation.Datasets;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>What a classifier is trained on: items that point into a table of feature vectors, so that repeated sentences are stored once.</summary>
/// <param name="Vectors">(V, D) features.</param>
/// <param name="Rows">Row of each item in <paramref name="Vectors"/>.</param>
/// <param name="Labels">Class of each item, 0 ... Classes - 1.</param>
/// <param name="Classes">Number of classes.</param>
public sealed record LabelledVectors(SentenceVectors Vectors, int[] Rows, int[] Labels, int Classes)
{
    public int Dimension => Vectors.Dimension;

    public ReadOnlySpan<float> this[int item] => Vectors[Rows[item]];

    /// <summary>One item per text. A sentence is its vector u; a pair is |u - v| and u * v one after the other (2 D features), as SentEval's mrpc.py has it.</summary>
    /// <param name="vectors">Row i belongs to <c>dataset.DistinctSentences[i]</c>.</param>
    /// <param name="dataset">Where the vectors are from.</param>
    /// <param name="items">The items, in the order in which folds and batches shall see them.</param>
    public static LabelledVectors Of(SentenceVectors vectors, TransferDataset dataset, IReadOnlyList<LabelledText> items)
    {
        var sentences = dataset.DistinctSentences;
        if (vectors.Count != sentences.Count) throw new ArgumentException($"{vectors.Count} vectors for the {sentences.Count} distinct sentences of {dataset.Id}", nameof(vectors));
        var rows = sentences.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        int[] labels = [.. items.Select(item => item.Label)];
        return dataset.IsPaired
            ? new(PairFeatures(vectors, items, rows), [.. Enumerable.Range(0, items.Count)], labels, dataset.Classes.Count)
            : new(vectors, [.. items.Select(item => rows[item.First])], labels, dataset.Classes.Count);
    }

    private static SentenceVectors PairFeatures(SentenceVectors vectors, IReadOnlyList<LabelledText> items, Dictionary<string, int> rows)
    {
        var features = new SentenceVectors(items.Count, 2 * vectors.Dimension);
        foreach (var (i, item) in items.Index())
        {
            var u = vectors[rows[item.First]];
            var v = vectors[rows[item.Second!]];
            var pair = features[i];
            for (var d = 0; d < u.Length; d++) (pair[d], pair[u.Length + d]) = (Math.Abs(u[d] - v[d]), u[d] * v[d]);
        }
        return features;
    }
}
