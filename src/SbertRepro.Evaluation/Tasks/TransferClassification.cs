using System.Globalization;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks.Transfer;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>How the classifiers on top of frozen sentence vectors are trained. Folds and the choice of l2 are the same.</summary>
public enum TransferProtocol
{
    /// <summary>The original toolkit with the settings of the paper's author, quirks included: see <see cref="AdamTrainer"/> and <see cref="ModelSelection"/>.</summary>
    SentEval,

    /// <summary>The optimum of the same regularised objective, without early stopping: see <see cref="ExactTrainer"/>.</summary>
    Exact,
}

/// <summary>What a transfer task yields.</summary>
/// <param name="Scores">"accuracy", with Wilson's interval; for MRPC also "f1" of the class "paraphrase".</param>
/// <param name="Predictions">Predicted class of each of the task's scored items (<see cref="TransferDataset.Scored"/>), in file order.</param>
/// <param name="FoldAccuracies">Of each outer fold; one value for tasks with a test set.</param>
/// <param name="L2">Chosen for each outer fold, or once.</param>
public sealed record TransferResult(IReadOnlyList<Score> Scores, float[] Predictions, IReadOnlyList<double> FoldAccuracies, IReadOnlyList<double> L2)
{
    public required double DevAccuracy { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public double Accuracy => Scores.First(score => score.Metric == "accuracy").Value;

    /// <summary>Standard deviation of the accuracy over outer folds; NaN for tasks with a test set.</summary>
    public double FoldSpread => MathNet.Numerics.Statistics.Statistics.StandardDeviation(FoldAccuracies);
}

/// <summary>
/// Transfer tasks (paper section 5, Table 5): how well a logistic regression on frozen sentence vectors classifies, by SentEval's protocol (Conneau and Kiela 2018).
/// Items are sorted by length and label first: the toolkit does so to save padding, and its folds depend on the order.
/// </summary>
public static class TransferClassification
{
    /// <summary>Encodes every distinct sentence once and classifies.</summary>
    /// <param name="encoder">What is measured.</param>
    /// <param name="dataset">A task.</param>
    /// <param name="protocol">How classifiers are trained.</param>
    /// <param name="progress">First of the encoding, then of the classifiers.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public static TransferResult Evaluate(
        ISentenceEncoder encoder, TransferDataset dataset, TransferProtocol protocol, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        Evaluate(encoder.Encode(dataset.DistinctSentences, progress, cancellation), dataset, protocol, trainer: null, progress, cancellation);

    /// <summary>Classifies by vectors at hand.</summary>
    /// <param name="vectors">Row i belongs to <c>dataset.DistinctSentences[i]</c>.</param>
    /// <param name="dataset">A task.</param>
    /// <param name="protocol">How classifiers are trained.</param>
    /// <param name="trainer">Another implementation of the protocol's trainer, such as one for an accelerator; null for the one on the CPU.</param>
    /// <param name="progress">Classifiers trained.</param>
    /// <param name="cancellation">Stops between epochs.</param>
    public static TransferResult Evaluate(
        SentenceVectors vectors, TransferDataset dataset, TransferProtocol protocol, IClassifierTrainer? trainer = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (train, dev, test) = (SortedOrder(dataset.Train), SortedOrder(dataset.Dev), SortedOrder(dataset.Test));
        LabelledText[] items = [.. train.Select(i => dataset.Train[i]), .. dev.Select(i => dataset.Dev[i]), .. test.Select(i => dataset.Test[i])];
        trainer ??= protocol == TransferProtocol.SentEval ? new AdamTrainer() : new ExactTrainer();
        var selection = new ModelSelection(LabelledVectors.Of(vectors, dataset, items), trainer, progress, cancellation);
        var selected = (dev, test) switch
        {
            (_, []) => selection.Nested(),
            ([], _) => selection.CrossValidated(Places(0, train.Length), Places(train.Length, test.Length)),
            _ => selection.Held(Places(0, train.Length), Places(train.Length, dev.Length), Places(train.Length + dev.Length, test.Length)),
        };
        return Result(dataset, InFileOrder(selected.Predictions, test.Length > 0 ? test : train), selected, protocol, trainer);
    }

    /// <summary>Indices of the items by number of tokens, of the pair's second sentence too, then label; stable.</summary>
    private static int[] SortedOrder(IReadOnlyList<LabelledText> items) =>
        [.. Enumerable.Range(0, items.Count).OrderBy(i => Tokens(items[i].First)).ThenBy(i => Tokens(items[i].Second ?? "")).ThenBy(i => items[i].Label)];

    private static int Tokens(string spaced) => spaced.Length == 0 ? 0 : spaced.AsSpan().Count(' ') + 1;

    private static int[] Places(int start, int count) => [.. Enumerable.Range(start, count)];

    private static int[] InFileOrder(int[] sorted, int[] order)
    {
        var inFileOrder = new int[sorted.Length];
        foreach (var (place, item) in order.Index()) inFileOrder[item] = sorted[place];
        return inFileOrder;
    }

    private static TransferResult Result(TransferDataset dataset, int[] predictions, Selected selected, TransferProtocol protocol, IClassifierTrainer trainer)
    {
        int[] truth = [.. dataset.Scored.Select(item => item.Label)];
        var correct = truth.Zip(predictions).Count(pair => pair.First == pair.Second);
        // The toolkit prints the mean of the folds' rounded accuracies; folds differ by an item in size, so the mean over items may differ in the second decimal.
        var accuracy = protocol == TransferProtocol.SentEval
            ? ModelSelection.PercentRounded(selected.FoldAccuracies.Average(ModelSelection.PercentRounded))
            : (double)correct / truth.Length;
        List<Score> scores = [new("accuracy", "all", accuracy, Proportion.Wilson(correct, truth.Length), truth.Length)];
        if (dataset.IsPaired) scores.Add(new("f1", "all", Proportion.F1(truth, predictions, positive: 1), null, truth.Length));
        return new TransferResult(scores, [.. predictions.Select(label => (float)label)], selected.FoldAccuracies, selected.L2)
        {
            DevAccuracy = selected.DevAccuracy,
            Notes = [Note(selected, trainer)],
        };
    }

    private static string Note(Selected selected, IClassifierTrainer trainer)
    {
        var strengths = string.Join(", ", selected.L2.CountBy(l2 => l2).OrderBy(pair => pair.Key).Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Key:0e0}{(selected.L2.Count > 1 ? $" ({pair.Value} folds)" : "")}")));
        var folds = selected.FoldAccuracies.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"; over {selected.FoldAccuracies.Count} folds {100 * selected.FoldAccuracies.Min():F2} to {100 * selected.FoldAccuracies.Max():F2}, sd {100 * MathNet.Numerics.Statistics.Statistics.StandardDeviation(selected.FoldAccuracies):F2}");
        return string.Create(CultureInfo.InvariantCulture, $"{trainer.Description}; l2 {strengths}{folds}; dev accuracy {100 * selected.DevAccuracy:F2}");
    }
}
