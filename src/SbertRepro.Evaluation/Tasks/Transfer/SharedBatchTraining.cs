using System.Numerics;
using System.Numerics.Tensors;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// Trains the classifiers of one job, one per l2, on the same batches. Features carry a constant 1 for the bias and are padded to whole tiles; weights and moments lie as
/// (feature, column) with a column for every class of every classifier. A classifier that has stopped gives up its columns.
/// </summary>
internal sealed class SharedBatchTraining
{
    // Without it the rows of a batch would lie a power of two apart and evict each other from the cache.
    private const int StridePadding = 16;

    private readonly LabelledVectors data;
    private readonly AdamOptions options;
    private readonly TrainingSplit split;
    private readonly int features; // padded
    private readonly int stride;
    private readonly float[] batch;
    private readonly Running[] problems;
    private Running[] active;
    private float[] weights = [], first = [], second = [], gradient = [], scores = [], decay = [];
    private int columns;
    private int steps;

    public SharedBatchTraining(LabelledVectors data, TrainingJob job, AdamOptions options)
    {
        (this.data, this.options, split) = (data, options, TrainingSplit.Of(job, options));
        features = PanelProduct.PaddedRows(data.Dimension + 1);
        stride = features + StridePadding;
        batch = new float[PanelProduct.PaddedRows(options.BatchSize) * stride];
        var initial = TrainingSplit.InitialWeights(data.Classes, data.Dimension, options.Seed);
        active = problems = [.. job.L2.Select(l2 => new Running(l2, options.Tenacity) { Best = initial })];
        Arrange(active.Length);
        foreach (var (place, _) in active.Index()) Insert(initial, place);
    }

    private sealed class Running(double l2, int tenacity)
    {
        private EarlyStopping stopping = new(tenacity);

        public double L2 => l2;

        public required float[] Best { get; set; }

        public int Passes { get; set; }

        public double BestAccuracy => stopping.Best;

        public bool Stopped => stopping.Stopped;

        public bool Improves(double accuracy) => stopping.Improves(accuracy);
    }

    public FittedClassifier[] Run(CancellationToken cancellation)
    {
        for (var epoch = 0; active.Length > 0 && epoch <= options.MaximumEpochs; epoch += options.EpochSize)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var pass = 0; pass < options.EpochSize; pass++) TrainOnce();
            Check(epoch + options.EpochSize);
        }
        return [.. problems.Select(problem => new FittedClassifier(problem.L2, problem.BestAccuracy, new LinearClassifier(problem.Best, data.Classes), problem.Passes))];
    }

    private void TrainOnce()
    {
        var order = split.Random.Permutation(split.Train.Length);
        Span<int> items = stackalloc int[options.BatchSize];
        for (var start = 0; start < order.Length; start += options.BatchSize)
        {
            var count = Math.Min(options.BatchSize, order.Length - start);
            for (var i = 0; i < count; i++) items[i] = split.Train[order[start + i]];
            Score(items[..count]);
            ScoresToErrors(items[..count]);
            PanelProduct.Multiply(batch, 1, stride, scores, gradient, features, count, columns);
            Step();
        }
    }

    /// <summary>scores = batch x weights, (B, columns).</summary>
    private void Score(ReadOnlySpan<int> items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            var row = batch.AsSpan(i * stride, stride);
            data[items[i]].CopyTo(row);
            row[data.Dimension] = 1;
        }
        PanelProduct.Multiply(batch, stride, 1, weights, scores, PanelProduct.PaddedRows(items.Length), features, columns);
    }

    /// <summary>Scores become the gradient of the batch's mean cross-entropy: (softmax - truth) / B.</summary>
    private void ScoresToErrors(ReadOnlySpan<int> items)
    {
        var classes = data.Classes;
        var used = active.Length * classes;
        for (var i = 0; i < items.Length; i++)
            for (var start = i * columns; start < (i * columns) + used; start += classes)
                ShiftToMaximum(scores.AsSpan(start, classes));
        var all = scores.AsSpan(0, items.Length * columns);
        TensorPrimitives.Exp(all, all);
        var share = 1f / items.Length;
        for (var i = 0; i < items.Length; i++)
        {
            var row = scores.AsSpan(i * columns, columns);
            for (var start = 0; start < used; start += classes) Normalise(row.Slice(start, classes), data.Labels[items[i]], share);
            row[used..].Clear();
        }
    }

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

    /// <summary>Adam with coupled weight decay (torch.optim.Adam), on the bias as on every other feature.</summary>
    private void Step()
    {
        steps++;
        var rate = new Vector<float>((float)(options.LearningRate / (1 - Math.Pow(options.Beta1, steps))));
        var correction = new Vector<float>((float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, steps))));
        var (beta1, beta2, epsilon) = (new Vector<float>((float)(1 - options.Beta1)), new Vector<float>((float)(1 - options.Beta2)), new Vector<float>((float)options.Epsilon));
        var keep = new Vector<float>((float)options.Beta2);
        for (var column = 0; column < columns; column += Vector<float>.Count)
        {
            var strength = new Vector<float>(decay, column);
            for (var i = column; i < weights.Length; i += columns)
            {
                var weight = new Vector<float>(weights, i);
                var slope = new Vector<float>(gradient, i) + (strength * weight);
                var m = new Vector<float>(first, i);
                m += beta1 * (slope - m);
                var v = (keep * new Vector<float>(second, i)) + (beta2 * slope * slope);
                m.CopyTo(first, i);
                v.CopyTo(second, i);
                (weight - (rate * m / ((Vector.SquareRoot(v) * correction) + epsilon))).CopyTo(weights, i);
            }
        }
    }

    private void Check(int passes)
    {
        var correct = new int[active.Length];
        for (var start = 0; start < split.Dev.Length; start += options.BatchSize)
        {
            var items = split.Dev.AsSpan(start, Math.Min(options.BatchSize, split.Dev.Length - start));
            Score(items);
            for (var i = 0; i < items.Length; i++)
                for (var problem = 0; problem < active.Length; problem++)
                    if (LinearClassifier.Largest(scores.AsSpan((i * columns) + (problem * data.Classes), data.Classes)) == data.Labels[items[i]]) correct[problem]++;
        }
        for (var problem = 0; problem < active.Length; problem++)
        {
            active[problem].Passes = passes;
            if (active[problem].Improves((double)correct[problem] / split.Dev.Length)) active[problem].Best = Extract(problem);
        }
        if (active.Any(problem => problem.Stopped)) Drop();
    }

    /// <summary>Keeps the columns of the classifiers that still train.</summary>
    private void Drop()
    {
        var (before, oldColumns, old) = (active, columns, (weights, first, second));
        active = [.. active.Where(problem => !problem.Stopped)];
        Arrange(active.Length);
        foreach (var (place, problem) in active.Index())
        {
            var (from, to) = (Array.IndexOf(before, problem) * data.Classes, place * data.Classes);
            for (var feature = 0; feature < features; feature++)
                for (var c = 0; c < data.Classes; c++)
                {
                    var (source, target) = ((feature * oldColumns) + from + c, (feature * columns) + to + c);
                    (weights[target], first[target], second[target]) = (old.weights[source], old.first[source], old.second[source]);
                }
        }
    }

    private void Arrange(int count)
    {
        columns = PanelProduct.PaddedColumns(Math.Max(1, count * data.Classes));
        (weights, first, second, gradient) = (new float[features * columns], new float[features * columns], new float[features * columns], new float[features * columns]);
        scores = new float[PanelProduct.PaddedRows(options.BatchSize) * columns];
        decay = new float[columns];
        for (var column = 0; column < count * data.Classes; column++) decay[column] = (float)active[column / data.Classes].L2;
    }

    private void Insert(float[] classifier, int place)
    {
        for (var c = 0; c < data.Classes; c++)
            for (var d = 0; d <= data.Dimension; d++)
                weights[(d * columns) + (place * data.Classes) + c] = classifier[(c * (data.Dimension + 1)) + d];
    }

    private float[] Extract(int place)
    {
        var classifier = new float[data.Classes * (data.Dimension + 1)];
        for (var c = 0; c < data.Classes; c++)
            for (var d = 0; d <= data.Dimension; d++)
                classifier[(c * (data.Dimension + 1)) + d] = weights[(d * columns) + (place * data.Classes) + c];
        return classifier;
    }
}
