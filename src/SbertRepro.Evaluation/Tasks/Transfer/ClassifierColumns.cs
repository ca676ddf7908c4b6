using System.Numerics;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// Weights and Adam's moments of several classifiers side by side: a row for each feature (padded to whole tiles, the bias among them), a column for each class of each classifier.
/// Padding stays 0, since nothing ever has a gradient there.
/// </summary>
internal sealed class ClassifierColumns
{
    private readonly int classes;
    private readonly int features; // padded
    private readonly float[] first, second, decay;

    public ClassifierColumns(IReadOnlyList<double> l2, int classes, int features)
    {
        (this.classes, this.features, Used) = (classes, features, l2.Count * classes);
        Columns = PanelProduct.PaddedColumns(Used);
        var size = features * Columns;
        (Weights, Gradient, first, second, decay) = (new float[size], new float[size], new float[size], new float[size], new float[Columns]);
        for (var column = 0; column < Used; column++) decay[column] = (float)l2[column / classes];
    }

    /// <summary>Columns in use; the rest is padding.</summary>
    public int Used { get; }

    public int Columns { get; }

    /// <summary>(features, Columns).</summary>
    public float[] Weights { get; }

    /// <summary>(features, Columns), to be filled before <see cref="Step"/>.</summary>
    public float[] Gradient { get; }

    /// <summary>Adam with coupled weight decay (torch.optim.Adam), on the bias as on every other feature.</summary>
    public void Step(AdamOptions options, int step)
    {
        var rate = new Vector<float>((float)(options.LearningRate / (1 - Math.Pow(options.Beta1, step))));
        var correction = new Vector<float>((float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step))));
        var (news, newSquare, oldSquare) = (new Vector<float>((float)(1 - options.Beta1)), new Vector<float>((float)(1 - options.Beta2)), new Vector<float>((float)options.Beta2));
        var epsilon = new Vector<float>((float)options.Epsilon);
        for (var column = 0; column < Columns; column += Vector<float>.Count)
        {
            var strength = new Vector<float>(decay, column);
            for (var i = column; i < Weights.Length; i += Columns)
            {
                var weight = new Vector<float>(Weights, i);
                var slope = new Vector<float>(Gradient, i) + (strength * weight);
                var m = new Vector<float>(first, i);
                m += news * (slope - m);
                var v = (oldSquare * new Vector<float>(second, i)) + (newSquare * slope * slope);
                m.CopyTo(first, i);
                v.CopyTo(second, i);
                (weight - (rate * m / ((Vector.SquareRoot(v) * correction) + epsilon))).CopyTo(Weights, i);
            }
        }
    }

    /// <summary>Takes over a classifier, moments included.</summary>
    public void Take(int place, ClassifierColumns from, int fromPlace)
    {
        for (var feature = 0; feature < features; feature++)
            for (var c = 0; c < classes; c++)
            {
                var (target, source) = (At(feature, place, c), from.At(feature, fromPlace, c));
                (Weights[target], first[target], second[target]) = (from.Weights[source], from.first[source], from.second[source]);
            }
    }

    /// <summary>Sets a classifier's (C, D + 1) weights.</summary>
    public void Set(int place, float[] classifier)
    {
        var length = classifier.Length / classes;
        for (var i = 0; i < classifier.Length; i++) Weights[At(i % length, place, i / length)] = classifier[i];
    }

    /// <summary>A classifier's (C, D + 1) weights.</summary>
    public float[] Get(int place, int length)
    {
        var classifier = new float[classes * length];
        for (var i = 0; i < classifier.Length; i++) classifier[i] = Weights[At(i % length, place, i / length)];
        return classifier;
    }

    private int At(int feature, int place, int label) => (feature * Columns) + (place * classes) + label;
}
