using SbertRepro.Encoders.Training;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

/// <summary>From a model folder to a model folder, as the tables do it.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class FolderTrainingTests : IDisposable
{
    private static readonly FineTuningOptions Quick = new() { LearningRate = 1e-2, BatchSize = 8, Epochs = 6, EvaluateEvery = 30 };

    private readonly TemporaryFolder start = new();
    private readonly TemporaryFolder first = new();
    private readonly TemporaryFolder second = new();
    private readonly List<TrainingExample> training = ToyTask.Examples(160);
    private List<TrainingExample> development = ToyTask.Examples(60, seed: 2);

    public FolderTrainingTests() => ToyTask.Model(start);

    [Fact]
    public void The_siamese_network_learns_on_NLI_then_on_similarity_and_its_folder_scores_as_it_did_in_training()
    {
        double raw;
        using (var untrained = SentenceBert.Load(start.Path)) raw = Spearman(untrained);
        var nli = SiameseTraining.Run(start.Path, first.Path, training, new SoftmaxClassification(Classes: 2), Quick, Spearman);
        using (var encoder = SentenceBert.Load(first.Path)) Assert.Equal(nli.Score!.Value, Spearman(encoder), 1e-3);
        Assert.True(nli.Score > raw + 0.1, $"{nli.Score} after {raw}");
        var regression = SiameseTraining.Run(first.Path, second.Path, training, new CosineRegression(), Quick, Spearman);
        Assert.InRange(regression.Score!.Value, 0.8, 1);
        Assert.True(regression.Losses[^1].Loss < regression.Losses[0].Loss);
        Assert.Equal(regression.Losses.Count + 1, File.ReadAllLines(second.File(TrainingHistory.LossFile)).Length);
        Assert.Equal(Pooling.Mean, SentenceTransformerFolder.Read(second.Path).Pooling);
        Assert.False(Safetensors.Open(second.File("model.safetensors")).Contains("classifier.weight"));
    }

    [Theory]
    [InlineData(PairLoss.BinaryCrossEntropy)]
    [InlineData(PairLoss.SquaredError)]
    public void The_cross_encoder_learns_classes_then_a_regression_with_a_new_head(PairLoss loss)
    {
        var pairs = ToyTask.HalfOfSecond(160);
        development = ToyTask.HalfOfSecond(60, seed: 2);
        var classes = CrossEncoderTraining.Run(start.Path, first.Path, pairs, new PairClassification(2), Quick, Accuracy);
        Assert.InRange(classes.Score!.Value, 0.9, 1);
        using (var classifier = CrossEncoder.Load(first.Path))
        {
            Assert.Equal(2, classifier.Outputs);
            Assert.Equal(classes.Score!.Value, Accuracy(classifier), 1e-9);
            Assert.Throws<ActionableException>(() => classifier.Score(Pairs));
        }

        // At 1e-2 the sigmoid saturated and the run diverged on one CPU, whose products round otherwise; at 2e-3, 3e-3 and 5e-3 every one of three seeds ended above 0.85.
        var regression = CrossEncoderTraining.Run(first.Path, second.Path, pairs, new PairRegression(loss), Quick with { LearningRate = 3e-3 }, Spearman);
        using var scorer = CrossEncoder.Load(second.Path);
        Assert.Equal(regression.Score!.Value, Spearman(scorer), 1e-3);
        Assert.InRange(regression.Score.Value, 0.8, 1);
        Assert.Contains("BertForSequenceClassification", File.ReadAllText(second.File("config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cross_encoder_starts_from_a_plain_BERT_with_a_pooler_that_the_seed_decides()
    {
        float[] Pooler(ulong seed)
        {
            var rows = TrainingRows.Joint(training, BertTokenization.FromFolder(start.Path), 64);
            using var tuning = new FineTuning(start.Path, rows, new PairRegression(), new FineTuningOptions { Seed = seed });
            return tuning.Weights().Single(weight => weight.Slot.Name == "bert.pooler.dense.weight").Values;
        }

        Assert.Equal(Pooler(1), Pooler(1));
        Assert.NotEqual(Pooler(1), Pooler(2));
        Assert.InRange(Math.Sqrt(Pooler(1).Average(value => value * value)), 0.015, 0.025);
    }

    [Fact]
    public void A_cancelled_run_leaves_a_checkpoint_and_no_model()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => SiameseTraining.Run(start.Path, first.Path, training, new CosineRegression(), Quick, encoder =>
        {
            stop.Cancel();
            return Spearman(encoder);
        }, cancellation: stop.Token));
        Assert.True(File.Exists(first.File("work/checkpoint.safetensors")));
        Assert.False(File.Exists(first.File("model.safetensors")));
        Assert.Equal(120, SiameseTraining.Run(start.Path, first.Path, training, new CosineRegression(), Quick, Spearman).Steps);
    }

    [Fact]
    public void An_objective_that_wants_triplets_refuses_pairs()
    {
        var failure = Assert.Throws<ActionableException>(() => SiameseTraining.Run(start.Path, first.Path, training, new TripletMargin()));
        Assert.Contains("3 for TripletMargin", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Similarities_are_scaled_to_one_and_labels_become_classes()
    {
        Assert.Equal(0.5f, TrainingExample.Of(new ScoredPair("a", "b", 2.5)).Target);
        Assert.Equal(2f, TrainingExample.Of(new NliPair("a", "b", NliLabel.Neutral)).Target);
    }

    public void Dispose()
    {
        start.Dispose();
        first.Dispose();
        second.Dispose();
    }

    private SentencePair[] Pairs => [.. development.Select(example => new SentencePair(example.Sentences[0], example.Sentences[1]))];

    private double[] Gold => [.. development.Select(example => (double)example.Target)];

    private double Spearman(ISentenceEncoder encoder)
    {
        var (u, v) = (encoder.Encode([.. Pairs.Select(pair => pair.First)]), encoder.Encode([.. Pairs.Select(pair => pair.Second)]));
        return Correlation.Spearman([.. Enumerable.Range(0, Gold.Length).Select(row => (double)Similarity.Cosine(u[row], v[row]))], Gold);
    }

    private double Spearman(IPairScorer scorer) => Correlation.Spearman([.. scorer.Score(Pairs).Select(score => (double)score)], Gold);

    private double Accuracy(CrossEncoder classifier) => classifier.Classify(Pairs).Zip(development).Average(pair => pair.First == (int)pair.Second.Target ? 1.0 : 0);
}
