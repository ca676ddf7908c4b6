using SbertRepro.Evaluation;
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

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void In_the_variables_of_the_bound_the_exact_objective_curves_by_at_most_one(int classes)
    {
        var data = IllConditioned(60, 5, classes);
        int[] all = [.. Enumerable.Range(0, 60)];
        var objective = new LogisticObjective(data, all);
        var moments = CurvatureBound.Moments(data, all, new ParallelOptions());
        var bound = CurvatureBound.Of(moments, LogisticObjective.LargestCurvature(classes), LogisticObjective.Convexity(classes, 0.01));
        var random = new MersenneTwister(6);
        for (var trial = 0; trial < 30; trial++)
        {
            const double Step = 1e-4;
            double[] point = [.. Enumerable.Range(0, objective.Size).Select(_ => (double)random.NextUniform(1))], direction = [.. point.Select(_ => (double)random.NextUniform(1))];
            var slopes = new[] { 0, Step }.Select(length => Gradient([.. point.Zip(direction, (at, by) => at + (length * by))]).Zip(direction, (g, by) => g * by).Sum()).ToList();
            Assert.InRange((slopes[1] - slopes[0]) / Step / direction.Sum(by => by * by), 0, 1 + 1e-6);
            double[] back = [.. point];
            bound.ToWeights(back);
            bound.FromWeights(back);
            Assert.All(point.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        }

        double[] Gradient(double[] point)
        {
            var gradient = new double[point.Length];
            bound.ToWeights(point);
            objective.Evaluate(point, 0.01, gradient);
            bound.ToGradient(gradient);
            return gradient;
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Long_and_alike_vectors_take_few_evaluations_to_the_minimum_that_plain_descent_finds_after_many(int classes)
    {
        const int Dimension = 40;
        var data = IllConditioned(400, Dimension, classes);
        int[] all = [.. Enumerable.Range(0, 400)];
        const double L2 = 1e-3;
        var fit = new ExactTrainer().Fit(data, [new TrainingJob(all, null, [L2])])[0][0];
        Assert.InRange(fit.Passes, 2, 40);

        var objective = new LogisticObjective(data, all);
        var plain = Lbfgs.Minimise(new double[objective.Size], ExactTrainer.LargestGap / 100, Evaluate);
        Assert.InRange(objective.Evaluations, 5 * fit.Passes, int.MaxValue);
        Assert.InRange(plain.There.Gap, 0, ExactTrainer.LargestGap);
        var weights = fit.Classifier.Weights.ToArray();
        var found = Evaluate([.. classes == 2 ? weights[(Dimension + 1)..].Select(weight => 2.0 * weight) : weights.Select(weight => (double)weight)]);
        Assert.Equal(plain.There.Value, found.Value, ExactTrainer.LargestGap);

        Evaluated Evaluate(double[] point)
        {
            var gradient = new double[point.Length];
            var value = objective.Evaluate(point, L2, gradient);
            return new Evaluated(value, gradient, objective.Gap(gradient, L2));
        }
    }

    [Fact]
    public void Exact_classifiers_do_not_depend_on_the_number_of_threads()
    {
        var data = Random(5000, 6, 3, 8); // several parts of the sum
        TrainingJob job = new([.. Enumerable.Range(0, 4500)], [.. Enumerable.Range(4500, 500)], [1e-4, 1e-2]);
        foreach (var jobs in new TrainingJob[][] { [job], [job, job with { Train = [.. Enumerable.Range(500, 4500)] }] })
        {
            var (alone, together) = (new ExactTrainer(threads: 1).Fit(data, jobs), new ExactTrainer(threads: 2).Fit(data, jobs));
            foreach (var (one, two) in alone.SelectMany(fits => fits).Zip(together.SelectMany(fits => fits)))
            {
                Assert.Equal((one.L2, one.Passes, one.DevAccuracy), (two.L2, two.Passes, two.DevAccuracy));
                Assert.Equal(one.Classifier.Weights.ToArray(), two.Classifier.Weights.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Vectors_that_are_not_finite_have_no_exact_classifier(float value)
    {
        var data = new LabelledVectors(new SentenceVectors(2, 1, [value, 1]), [0, 1], [0, 1], 2);
        var error = Assert.Throws<ActionableException>(() => new ExactTrainer().Fit(data, [new TrainingJob([0, 1], null, [1e-3])]));
        Assert.Contains("finite vectors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_without_a_way_down_ends_where_it_is()
    {
        var evaluations = 0;
        var (point, there) = Lbfgs.Minimise([3], 1e-9, at => new Evaluated(evaluations++ == 0 ? 0 : double.NaN, [1], 1));
        Assert.Equal((3, 1), (point[0], there.Gap));
        Assert.InRange(evaluations, 2, 100);
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

    /// <summary>Lengths of features over three orders of magnitude, a mean ten times the spread, and neighbours that are nearly the same.</summary>
    private static LabelledVectors IllConditioned(int count, int dimension, int classes)
    {
        var random = new MersenneTwister(7);
        var (vectors, labels) = (new SentenceVectors(count, dimension), new int[count]);
        for (var i = 0; i < count; i++)
        {
            var previous = 0f;
            for (var d = 0; d < dimension; d++)
            {
                previous = (0.9f * previous) + (0.1f * random.NextUniform(1));
                vectors[i][d] = (float)Math.Pow(1000, (double)d / (dimension - 1)) * (previous + 1) / 30;
            }
            labels[i] = (Math.Max(0, (int)((previous + 0.3) * classes / 0.6)) + (random.NextUniform(1) > 0.6 ? 1 : 0)) % classes;
        }
        return new LabelledVectors(vectors, [.. Enumerable.Range(0, count)], labels, classes);
    }
}
