using System.Numerics.Tensors;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>Trains the classifiers of one job, one per l2, on the same batches. Vectors get a constant 1 for the bias. A classifier that has stopped gives up its columns.</summary>
internal sealed class SharedBatchTraining
{
    // Without it the rows of a batch would lie a power of two apart and evict each other from the cache.
    private const int StridePadding = 16;

    private readonly LabelledVectors data;
    private readonly AdamOptions options;
    private readonly TrainingSplit split;
    private readonly int features; // D + 1, padded
    private readonly int stride;
    private readonly float[] batch; // (B, stride)
    private readonly Running[] problems;
    private Running[] active;
    private ClassifierColumns classifiers;
    private float[] scores; // (B, columns)
    private int steps;

    public SharedBatchTraining(LabelledVectors data, TrainingJob job, AdamOptions options)
    {
        (this.data, this.options, split) = (data, options, TrainingSplit.Of(job, options));
        features = PanelProduct.PaddedRows(data.Dimension + 1);
        stride = features + StridePadding;
        batch = new float[PanelProduct.PaddedRows(options.BatchSize) * stride];
        var initial = TrainingSplit.InitialWeights(data.Classes, data.Dimension, options.Seed);
        active = problems = [.. job.L2.Select(l2 => new Running(l2, options.Tenacity))];
        (classifiers, scores) = Arrange();
        for (var place = 0; place < active.Length; place++) classifiers.Set(place, initial);
    }

    private sealed class Running(double l2, int tenacity)
    {
        private EarlyStopping stopping = new(tenacity);
        private float[] best = [];
        private int passes;

        public double L2 => l2;

        public bool Stopped => stopping.Stopped;

        public void Note(double accuracy, int passesDone, Func<float[]> weights)
        {
            passes = passesDone;
            if (stopping.Improves(accuracy)) best = weights();
        }

        public FittedClassifier Best(int classes) => new(l2, stopping.Best, new LinearClassifier(best, classes), passes);
    }

    public FittedClassifier[] Run(CancellationToken cancellation)
    {
        for (var done = 0; active.Length > 0 && done <= options.MaximumEpochs;)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var pass = 0; pass < options.EpochSize; pass++) TrainOnce();
            Check(done += options.EpochSize);
        }
        return [.. problems.Select(problem => problem.Best(data.Classes))];
    }

    private void TrainOnce()
    {
        var order = split.Random.Permutation(split.Train.Length);
        for (var i = 0; i < order.Length; i++) order[i] = split.Train[order[i]];
        for (var start = 0; start < order.Length; start += options.BatchSize)
        {
            var items = order.AsSpan(start, Math.Min(options.BatchSize, order.Length - start));
            Score(items);
            ScoresToErrors(items);
            PanelProduct.Multiply(batch, 1, stride, scores, classifiers.Gradient, features, items.Length, classifiers.Columns); // the batch transposed
            classifiers.Step(options, ++steps);
        }
    }

    /// <summary>scores = batch x weights.</summary>
    private void Score(ReadOnlySpan<int> items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            var row = batch.AsSpan(i * stride, stride);
            data[items[i]].CopyTo(row);
            row[data.Dimension] = 1;
        }
        PanelProduct.Multiply(batch, stride, 1, classifiers.Weights, scores, PanelProduct.PaddedRows(items.Length), features, classifiers.Columns);
    }

    /// <summary>Scores become the gradient of the batch's mean cross-entropy: (softmax - truth) / B.</summary>
    private void ScoresToErrors(ReadOnlySpan<int> items)
    {
        for (var i = 0; i < items.Length; i++)
            for (var start = 0; start < classifiers.Used; start += data.Classes)
                ShiftToMaximum(Row(i).Slice(start, data.Classes));
        var all = scores.AsSpan(0, items.Length * classifiers.Columns);
        TensorPrimitives.Exp(all, all);
        for (var i = 0; i < items.Length; i++)
        {
            for (var start = 0; start < classifiers.Used; start += data.Classes) Normalise(Row(i).Slice(start, data.Classes), data.Labels[items[i]], 1f / items.Length);
            Row(i)[classifiers.Used..].Clear();
        }
    }

    private Span<float> Row(int item) => scores.AsSpan(item * classifiers.Columns, classifiers.Columns);

    private static void ShiftToMaximum(Span<float> scores)
    {
        var maximum = scores[0];
        for (var c = 1; c < scores.Length; c++) maximum = Math.Max(maximum, scores[c]);
        for (var c = 0; c < scores.Length; c++) scores[c] -= maximum;
    }

    private static void Normalise(Span<float> exponentials, int label, float share)
    {
        var sum = 0f;
        foreach (var value in exponentials) sum += value;
        var factor = share / sum;
        for (var c = 0; c < exponentials.Length; c++) exponentials[c] *= factor;
        exponentials[label] -= share;
    }

    private void Check(int passes)
    {
        var correct = new int[active.Length];
        for (var start = 0; start < split.Dev.Length; start += options.BatchSize)
        {
            var items = split.Dev.AsSpan(start, Math.Min(options.BatchSize, split.Dev.Length - start));
            Score(items);
            for (var i = 0; i < items.Length; i++)
                for (var place = 0; place < active.Length; place++)
                    if (LinearClassifier.Largest(Row(i).Slice(place * data.Classes, data.Classes)) == data.Labels[items[i]]) correct[place]++;
        }
        foreach (var (place, problem) in active.Index())
            problem.Note((double)correct[place] / split.Dev.Length, passes, () => classifiers.Get(place, data.Dimension + 1));
        if (active.Any(problem => problem.Stopped)) DropStopped();
    }

    private void DropStopped()
    {
        var (before, from) = (active, classifiers);
        active = [.. active.Where(problem => !problem.Stopped)];
        (classifiers, scores) = Arrange();
        for (var place = 0; place < active.Length; place++) classifiers.Take(place, from, Array.IndexOf(before, active[place]));
    }

    private (ClassifierColumns Classifiers, float[] Scores) Arrange()
    {
        var columns = new ClassifierColumns([.. active.Select(problem => problem.L2)], data.Classes, features);
        return (columns, new float[PanelProduct.PaddedRows(options.BatchSize) * columns.Columns]);
    }
}
