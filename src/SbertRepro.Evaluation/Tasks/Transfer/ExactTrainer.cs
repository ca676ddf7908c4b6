using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// Multinomial logistic regression at the minimum of <see cref="LogisticObjective"/>, by L-BFGS: nothing random, nothing held out, no early stopping. A final fit uses all training items.
/// The strengths of a job are solved from the strongest to the weakest, each from the last one's solution.
/// </summary>
public sealed class ExactTrainer : IClassifierTrainer
{
    /// <summary>Nats by which the objective may exceed its minimum: a millionth, where the objective is some tenths.</summary>
    public const double LargestGap = 1e-6;

    // Steps kept: at 10 the weakest l2 of CR takes twice the evaluations, beyond 40 no fewer.
    private const int Memory = 40;

    public string Description => "optimum of the regularised objective by L-BFGS";

    public IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var fitted = new IReadOnlyList<FittedClassifier>[jobs.Count];
        var (done, total) = (0L, jobs.Sum(job => (long)job.L2.Count));
        Parallel.For(0, jobs.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            fitted[i] = Fit(data, jobs[i], cancellation);
            progress?.Report(new WorkProgress(Interlocked.Add(ref done, jobs[i].L2.Count), total));
        });
        return fitted;
    }

    private static FittedClassifier[] Fit(LabelledVectors data, TrainingJob job, CancellationToken cancellation)
    {
        var objective = new LogisticObjective(data, job.Train);
        var (weights, fits) = (new double[objective.Size], new Dictionary<double, FittedClassifier>());
        foreach (var l2 in job.L2.OrderDescending())
        {
            var before = objective.Evaluations;
            weights = Minimise(objective, l2, weights, cancellation);
            var classifier = new LinearClassifier(objective.ByClass(weights), data.Classes);
            fits[l2] = new FittedClassifier(l2, Accuracy(classifier, data, job.Dev ?? []), classifier, objective.Evaluations - before);
        }
        return [.. job.L2.Select(l2 => fits[l2])];
    }

    private static double Accuracy(LinearClassifier classifier, LabelledVectors data, int[] items) =>
        items.Length == 0 ? 1 : (double)items.Count(item => classifier.Predict(data[item]) == data.Labels[item]) / items.Length;

    /// <summary>The minimum, proven by the gradient and not by the minimiser's word: MathNet's also returns when its iterations are used up. A failed line search starts afresh from the best point.</summary>
    private static double[] Minimise(LogisticObjective objective, double l2, double[] start, CancellationToken cancellation)
    {
        const int Attempts = 5;
        var best = new Evaluated(start, double.PositiveInfinity, double.PositiveInfinity);
        for (var (attempt, tolerance) = (0, 3e-7); attempt < Attempts && best.Gap > LargestGap; attempt++, tolerance /= 10)
        {
            var minimiser = new LimitedMemoryBfgsMinimizer(tolerance, parameterTolerance: 0, functionProgressTolerance: 0, Memory, maximumIterations: 2000);
            try
            {
                minimiser.FindMinimum(ObjectiveFunction.Gradient(Evaluate), Vector<double>.Build.Dense([.. best.Weights]));
            }
            catch (OptimizationException)
            {
                // Near the minimum rounding hides the decrease that a line search wants to see; the gap decides whether it matters.
            }
        }
        return best.Gap <= LargestGap
            ? best.Weights
            : throw new ActionableException(string.Create(CultureInfo.InvariantCulture, $"logistic regression at l2 {l2} stays {best.Gap:E1} above its minimum"), expected: "finite vectors of moderate length", next: "look at the encoder's vectors");

        (double, Vector<double>) Evaluate(Vector<double> point)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] gradient = new double[objective.Size], weights = point.ToArray();
            var value = objective.Evaluate(weights, l2, gradient);
            if (value <= best.Value) best = new Evaluated(weights, value, objective.Gap(gradient, l2));
            return (value, Vector<double>.Build.Dense(gradient));
        }
    }

    private readonly record struct Evaluated(double[] Weights, double Value, double Gap);
}
