using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Tasks.Transfer;
using Xunit;

namespace SbertRepro.Tests.Tasks;

/// <summary>Generated tasks whose right accuracy is known.</summary>
public sealed class TransferClassificationTests
{
    [Theory]
    [InlineData(TransferProtocol.SentEval)]
    [InlineData(TransferProtocol.Exact)]
    public void Separable_classes_are_told_apart_whatever_the_split(TransferProtocol protocol)
    {
        foreach (var dataset in new[] { Task(classes: 2, train: 200), Task(classes: 2, train: 150, dev: 50, test: 50), Task(classes: 3, train: 300, test: 60) })
        {
            var result = TransferClassification.Evaluate(Vectors(dataset, item => [item.Label == 0 ? 1 : -1, item.Label == 1 ? 1 : -1, 0.1f]), dataset, protocol, Fast(protocol));
            Assert.Equal(1, result.Accuracy);
            Assert.Equal(dataset.Scored.Select(item => (float)item.Label), result.Predictions);
            Assert.Equal(dataset.Test.Count > 0 ? 1 : ModelSelection.Folds, result.FoldAccuracies.Count);
        }
    }

    [Theory]
    [InlineData(TransferProtocol.SentEval)]
    [InlineData(TransferProtocol.Exact)]
    public void Random_labels_are_guessed_at_chance(TransferProtocol protocol)
    {
        var random = new SplitMix64(12);
        var dataset = Task(classes: 2, train: 600);
        var result = TransferClassification.Evaluate(Vectors(dataset, _ => [.. Enumerable.Range(0, 4).Select(_ => (float)random.NextDouble())]), dataset, protocol, Quick(protocol));
        Assert.InRange(result.Accuracy, 0.5 - (4 * 0.0204), 0.5 + (4 * 0.0204)); // four binomial standard deviations
        Assert.InRange(0.5, result.Scores[0].Interval!.Value.Low - 0.05, result.Scores[0].Interval!.Value.High + 0.05);
    }

    [Fact]
    public void Every_item_is_held_out_once_and_never_trained_on_meanwhile()
    {
        var dataset = Task(classes: 2, train: 137);
        var recorder = new Recorder();
        TransferClassification.Evaluate(Vectors(dataset, item => [item.Label]), dataset, TransferProtocol.Exact, recorder);
        Assert.Equal(110, recorder.Jobs.Count); // ten inner folds and a final fit for each outer fold
        Assert.All(recorder.Jobs.Where(job => job.Dev is not null), job => Assert.Empty(job.Train.Intersect(job.Dev!)));
        var final = recorder.Jobs.Where(job => job.Dev is null).ToList();
        var held = final.SelectMany(job => Enumerable.Range(0, 137).Except(job.Train)).ToList();
        Assert.Equal(Enumerable.Range(0, 137), held.Order());
        // The inner folds of an outer fold part exactly its training items: an item that is tested is in none of them, not even where l2 is chosen.
        foreach (var (outer, job) in final.Index())
        {
            var inner = recorder.Jobs.Skip(outer * 10).Take(10).ToList();
            Assert.Equal(job.Train.Order(), inner.SelectMany(each => each.Dev!).Order());
            Assert.All(inner, each => Assert.Equal(job.Train.Order(), each.Train.Concat(each.Dev!).Order()));
        }
    }

    [Fact]
    public void Folds_divide_items_so_equal_sentences_may_stand_on_both_sides_as_in_the_toolkit()
    {
        var dataset = Task(classes: 2, train: 100, text: i => $"sentence {i / 10}");
        var recorder = new Recorder();
        TransferClassification.Evaluate(Vectors(dataset, item => [item.Label]), dataset, TransferProtocol.Exact, recorder);
        var final = recorder.Jobs.Where(job => job.Dev is null).ToList();
        Assert.Equal(100, final.Sum(job => 100 - job.Train.Distinct().Count()));
        Assert.Equal(10, dataset.DistinctSentences.Count);
    }

    [Fact]
    public void The_strength_that_does_best_on_the_inner_folds_is_chosen_and_the_smallest_of_equals()
    {
        var dataset = Task(classes: 2, train: 100, test: 20);
        var vectors = Vectors(dataset, item => [item.Label]);
        Assert.Equal([1e-3], TransferClassification.Evaluate(vectors, dataset, TransferProtocol.Exact, new Recorder { Accuracy = l2 => l2 == 1e-3 ? 0.9 : 0.8 }).L2);
        Assert.Equal([1e-5], TransferClassification.Evaluate(vectors, dataset, TransferProtocol.Exact, new Recorder { Accuracy = l2 => l2 == 1e-3 ? 0.900004 : 0.9 }).L2); // equal at two decimals of a percent
    }

    [Fact]
    public void The_toolkit_averages_rounded_fold_accuracies()
    {
        // 137 items: folds of 13 and 14. A classifier that always says 0 is right on the share of class 0 in each fold.
        var dataset = Task(classes: 2, train: 137);
        var senteval = TransferClassification.Evaluate(Vectors(dataset, _ => [0f]), dataset, TransferProtocol.SentEval, new Recorder());
        Assert.Equal(Math.Round(senteval.FoldAccuracies.Average(fold => Math.Round(100 * fold, 2)), 2) / 100, senteval.Accuracy, 1e-12);
        Assert.Equal(69.0 / 137, TransferClassification.Evaluate(Vectors(dataset, _ => [0f]), dataset, TransferProtocol.Exact, new Recorder()).Accuracy, 1e-12);
    }

    [Fact]
    public void A_pair_is_classified_by_distance_and_product_and_has_an_f1()
    {
        var random = new SplitMix64(5);
        var items = Enumerable.Range(0, 240).Select(i => new LabelledText($"a{i}", $"b{i}", i % 2)).ToList();
        var dataset = new TransferDataset("pairs", ["different", "same"], items[..200], [], items[200..]);
        var places = dataset.DistinctSentences.Index().ToDictionary(item => item.Item, item => item.Index);
        var vectors = new SentenceVectors(places.Count, 2);
        foreach (var item in items)
        {
            var (x, y) = ((float)random.NextDouble(), (float)random.NextDouble());
            new[] { x, y }.CopyTo(vectors[places[item.First]]);
            (item.Label == 1 ? new[] { x, y } : [x + 3, y - 3]).CopyTo(vectors[places[item.Second!]]);
        }
        var result = TransferClassification.Evaluate(vectors, dataset, TransferProtocol.Exact);
        Assert.Equal((1.0, 1.0), (result.Accuracy, result.Scores.Single(score => score.Metric == "f1").Value));
        var one = new TransferDataset("pair", ["different", "same"], [new("x", "y", 0)], [], []);
        Assert.Equal([3f, 3f, 4f, -2f], LabelledVectors.Of(new SentenceVectors(2, 2, [1, 1, 4, -2]), one, one.Train)[0].ToArray());
    }

    [Fact]
    public void The_note_says_how_the_number_came_about()
    {
        var dataset = Task(classes: 2, train: 100);
        var note = Assert.Single(TransferClassification.Evaluate(Vectors(dataset, item => [item.Label]), dataset, TransferProtocol.Exact).Notes);
        Assert.StartsWith("optimum of the regularised objective by L-BFGS; l2 1e-5 (10 folds); over 10 folds 100.00 to 100.00, sd 0.00; dev accuracy 100.00", note, StringComparison.Ordinal);
    }

    // Sets this small are a handful of steps: at the toolkit's learning rate the early-stop counter would run out before the first weight has changed its sign.
    private static IClassifierTrainer? Fast(TransferProtocol protocol) => protocol == TransferProtocol.SentEval ? new AdamTrainer(new AdamOptions { LearningRate = 0.05 }) : null;

    // The full 204 epochs times 410 fits are for the real thing.
    private static IClassifierTrainer? Quick(TransferProtocol protocol) => protocol == TransferProtocol.SentEval ? new AdamTrainer(new AdamOptions { MaximumEpochs = 20 }) : null;

    private static TransferDataset Task(int classes, int train, int dev = 0, int test = 0, Func<int, string>? text = null)
    {
        LabelledText[] items = [.. Enumerable.Range(0, train + dev + test).Select(i => new LabelledText(text?.Invoke(i) ?? string.Join(' ', Enumerable.Repeat($"w{i}", 1 + (i % 7))), null, i % classes))];
        return new TransferDataset("generated", [.. Enumerable.Range(0, classes).Select(c => $"class {c}")], items[..train], items[train..(train + dev)], items[(train + dev)..]);
    }

    private static SentenceVectors Vectors(TransferDataset dataset, Func<LabelledText, float[]> vector)
    {
        var byText = dataset.Items.DistinctBy(item => item.First).ToDictionary(item => item.First, vector);
        float[][] rows = [.. dataset.DistinctSentences.Select(sentence => byText[sentence])];
        return new SentenceVectors(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row)]);
    }

    /// <summary>Trains nothing: notes its jobs, claims an accuracy, always says class 0.</summary>
    private sealed class Recorder : IClassifierTrainer
    {
        public List<TrainingJob> Jobs { get; } = [];

        public Func<double, double> Accuracy { get; init; } = _ => 0.5;

        public string Description => "nothing";

        public IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
        {
            Jobs.AddRange(jobs);
            return [.. jobs.Select(job => job.L2.Select(l2 => new FittedClassifier(l2, Accuracy(l2), new LinearClassifier(new float[data.Classes * (data.Dimension + 1)], data.Classes), 0)).ToArray())];
        }
    }
}
