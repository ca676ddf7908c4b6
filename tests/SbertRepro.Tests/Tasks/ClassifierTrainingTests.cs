using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Tasks.Transfer;
using Xunit;

namespace SbertRepro.Tests.Tasks;

public sealed class ClassifierTrainingTests
{
    [Fact]
    public void Failed_checks_accumulate_over_improvements_and_the_sixth_stops()
    {
        var rule = new EarlyStopping(tenacity: 5);
        Assert.True(rule.Improves(0.5));
        foreach (var accuracy in new[] { 0.5, 0.4 }) Assert.False(rule.Improves(accuracy)); // an equal accuracy is no improvement
        Assert.True(rule.Improves(0.6));
        foreach (var accuracy in new[] { 0.1, 0.6, 0.2 }) Assert.False(rule.Improves(accuracy));
        Assert.False(rule.Stopped); // five failures
        Assert.True(rule.Improves(0.7));
        Assert.False(rule.Improves(0.7));
        Assert.True(rule.Stopped);
        Assert.Equal(0.7, rule.Best);
    }

    [Theory]
    [InlineData(8, 5, 1)]
    [InlineData(64, 129, 2)]
    [InlineData(16, 7, 3)]
    public void A_panel_product_equals_the_sums_it_stands_for_also_transposed(int rows, int depth, int tiles)
    {
        var (columns, random) = (tiles * PanelProduct.ColumnTile, new MersenneTwister(2));
        float[] a = Values(rows * depth), b = Values(depth * columns);
        float[] result = new float[rows * columns], transposed = new float[rows * columns];
        PanelProduct.Multiply(a, depth, 1, b, result, rows, depth, columns);
        float[] columnMajor = [.. Enumerable.Range(0, rows * depth).Select(place => a[(place % rows * depth) + (place / rows)])];
        PanelProduct.Multiply(columnMajor, 1, rows, b, transposed, rows, depth, columns);
        for (var i = 0; i < rows; i++)
            for (var r = 0; r < columns; r++)
            {
                var expected = Enumerable.Range(0, depth).Sum(k => (double)a[(i * depth) + k] * b[(k * columns) + r]);
                Assert.Equal(expected, result[(i * columns) + r], 1e-4);
                Assert.Equal(expected, transposed[(i * columns) + r], 1e-4);
            }

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextUniform(1))];
    }

    [Fact]
    public void A_panel_product_refuses_what_does_not_fit()
    {
        Assert.Throws<IndexOutOfRangeException>(() => PanelProduct.Multiply(new float[8], 1, 1, new float[PanelProduct.ColumnTile], new float[7], 8, 1, PanelProduct.ColumnTile));
        Assert.Throws<ArgumentException>(() => PanelProduct.Multiply(new float[16], 1, 1, new float[PanelProduct.ColumnTile], new float[200], 9, 1, PanelProduct.ColumnTile));
    }

    [Fact]
    public void Weight_decay_shrinks_the_bias_too()
    {
        // Without features only the bias can learn: it goes towards the log odds of 9 : 1, and strong decay keeps it near 0.
        var data = new LabelledVectors(new SentenceVectors(1, 1), new int[200], [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? 0 : 1)], 2);
        var fits = new AdamTrainer(new AdamOptions { LearningRate = 0.05, EpochSize = 200, MaximumEpochs = 0 }).Fit(data, [new TrainingJob([.. Enumerable.Range(0, 100)], [100, 101, 111], [1e-5, 10])])[0];
        Assert.InRange(Bias(fits[0]), 1.5, 3);
        Assert.InRange(Bias(fits[1]), -0.1, 0.3);

        static float Bias(FittedClassifier fit) => fit.Classifier.Weights[3] - fit.Classifier.Weights[1];
    }

    [Fact]
    public void Classifiers_do_not_depend_on_which_others_train_beside_them()
    {
        var data = Random(60, 5, 3, 9);
        TrainingJob job = new([.. Enumerable.Range(0, 45)], [.. Enumerable.Range(45, 15)], [1e-5, 1e-3, 1]);
        var together = new AdamTrainer().Fit(data, [job, job])[1];
        foreach (var (l2, fit) in job.L2.Zip(together))
        {
            var alone = new AdamTrainer().Fit(data, [job with { L2 = [l2] }])[0][0];
            Assert.Equal((alone.Passes, alone.DevAccuracy), (fit.Passes, fit.DevAccuracy));
            Assert.Equal(alone.Classifier.Weights.ToArray(), fit.Classifier.Weights.ToArray());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_gradient_of_the_exact_objective_is_its_slope(int classes)
    {
        var objective = new LogisticObjective(Random(30, 4, classes, 1), [.. Enumerable.Range(0, 30)]);
        double[] weights = [.. Enumerable.Range(0, objective.Size).Select(i => Math.Sin(i))];
        double[] gradient = new double[objective.Size], unused = new double[objective.Size];
        objective.Evaluate(weights, 0.1, gradient);
        for (var i = 0; i < weights.Length; i++)
        {
            const double Step = 1e-5;
            double[] up = [.. weights], down = [.. weights];
            (up[i], down[i]) = (weights[i] + Step, weights[i] - Step);
            Assert.Equal((objective.Evaluate(up, 0.1, unused) - objective.Evaluate(down, 0.1, unused)) / (2 * Step), gradient[i], 1e-8);
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1e-5)]
    public void The_exact_solution_of_two_classes_satisfies_the_condition_of_a_minimum(double l2)
    {
        // No features: bias v of class 1 over class 0 where sigmoid(v) - 0.9 + l2 / 2 v = 0.
        var data = new LabelledVectors(new SentenceVectors(1, 1), new int[100], [.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? 0 : 1)], 2);
        var fit = new ExactTrainer().Fit(data, [new TrainingJob([.. Enumerable.Range(0, 100)], null, [l2])])[0][0];
        double v = fit.Classifier.Weights[3] - fit.Classifier.Weights[1];
        Assert.Equal(0, (1 / (1 + Math.Exp(-v))) - 0.9 + (l2 / 2 * v), 1e-4);
        Assert.Equal(-fit.Classifier.Weights[1], fit.Classifier.Weights[3], 1e-6);
    }

    [Fact]
    public void The_two_class_shortcut_has_the_minimum_of_the_general_objective()
    {
        // A third class that never occurs is pushed away; with two classes in the general form, both rows are free.
        var data = Random(80, 6, 2, 3);
        int[] all = [.. Enumerable.Range(0, 80)];
        var fit = new ExactTrainer().Fit(data, [new TrainingJob(all, null, [1e-3])])[0][0];
        var weights = fit.Classifier.Weights.ToArray();
        var slope = new double[weights.Length];
        for (var i = 0; i < all.Length; i++)
        {
            double[] scores = [.. Enumerable.Range(0, 2).Select(c => Enumerable.Range(0, 7).Sum(d => weights[(c * 7) + d] * (d == 6 ? 1.0 : data[i][d])))];
            for (var c = 0; c < 2; c++)
                for (var d = 0; d < 7; d++)
                    slope[(c * 7) + d] += ((Math.Exp(scores[c]) / (Math.Exp(scores[0]) + Math.Exp(scores[1]))) - (data.Labels[i] == c ? 1 : 0)) * (d == 6 ? 1.0 : data[i][d]) / all.Length;
        }
        Assert.All(slope.Zip(weights), pair => Assert.Equal(0, pair.First + (1e-3 * pair.Second), 1e-4));
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var data = Random(40, 3, 2, 1);
        TrainingJob[] jobs = [new([.. Enumerable.Range(0, 30)], [.. Enumerable.Range(30, 10)], [1e-5])];
        Assert.ThrowsAny<OperationCanceledException>(() => new AdamTrainer().Fit(data, jobs, null, cancelled.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => new ExactTrainer().Fit(data, jobs, null, cancelled.Token));
    }

    private static LabelledVectors Random(int count, int dimension, int classes, uint seed)
    {
        var random = new MersenneTwister(seed);
        float[] values = [.. Enumerable.Range(0, count * dimension).Select(_ => random.NextUniform(1))];
        return new LabelledVectors(new SentenceVectors(count, dimension, values), [.. Enumerable.Range(0, count)], [.. Enumerable.Range(0, count).Select(_ => (int)(random.Next() % (uint)classes))], classes);
    }
}
