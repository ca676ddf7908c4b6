using System.Globalization;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// Multinomial logistic regression at the minimum of <see cref="LogisticObjective"/>, by L-BFGS: nothing random, nothing held out, no early stopping. A final fit uses all training items.
/// The strengths of a job are solved from the strongest to the weakest, each from the last one's solution, in the variables of a <see cref="CurvatureBound"/> that all jobs share.
/// </summary>
/// <param name="threads">Jobs at a time, or parts of a lone job; null for one a logical processor. The result does not depend on it.</param>
public sealed class ExactTrainer(int? threads = null) : IClassifierTrainer
{
    /// <summary>Nats by which the objective may exceed its minimum: a millionth, where the objective is some tenths.</summary>
    public const double LargestGap = 1e-6;

    // What is searched for, so that the weights hardly depend on the way to the minimum: a fourth more evaluations than for the largest gap.
    private const double Aim = LargestGap / 100;

    private readonly int threads = threads ?? Environment.ProcessorCount;

    public string Description => "optimum of the regularised objective by L-BFGS";

    public IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var bounds = Bounds(data, jobs, Threads(threads, cancellation));
        var fitted = new IReadOnlyList<FittedClassifier>[jobs.Count];
        var (done, total) = (0L, jobs.Sum(job => (long)job.L2.Count));
        Parallel.For(0, jobs.Count, Threads(threads, cancellation), i =>
        {
            fitted[i] = Fit(data, jobs[i], bounds, Threads(Math.Max(1, threads / jobs.Count), cancellation));
            progress?.Report(new WorkProgress(Interlocked.Add(ref done, jobs[i].L2.Count), total));
        });
        return fitted;
    }

    private static ParallelOptions Threads(int count, CancellationToken cancellation) => new() { MaxDegreeOfParallelism = count, CancellationToken = cancellation };

    private static Dictionary<double, CurvatureBound> Bounds(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, ParallelOptions parallel)
    {
        var moments = CurvatureBound.Moments(data, [.. jobs.SelectMany(job => job.Train).Distinct().Order()], parallel);
        try
        {
            return jobs.SelectMany(job => job.L2).Distinct().ToDictionary(
                l2 => l2, l2 => CurvatureBound.Of(moments, LogisticObjective.LargestCurvature(data.Classes), LogisticObjective.Convexity(data.Classes, l2)));
        }
        catch (ArgumentException)
        {
            throw Unsolved("logistic regression on these vectors has no minimum that float64 could find");
        }
    }

    private static FittedClassifier[] Fit(LabelledVectors data, TrainingJob job, Dictionary<double, CurvatureBound> bounds, ParallelOptions parallel)
    {
        var objective = new LogisticObjective(data, job.Train, parallel);
        var (weights, fits) = (new double[objective.Size], new Dictionary<double, FittedClassifier>());
        foreach (var l2 in job.L2.OrderDescending())
        {
            var before = objective.Evaluations;
            weights = Minimise(objective, l2, bounds[l2], weights, parallel.CancellationToken);
            var classifier = new LinearClassifier(objective.ByClass(weights), data.Classes);
            fits[l2] = new FittedClassifier(l2, Accuracy(classifier, data, job.Dev ?? []), classifier, objective.Evaluations - before);
        }
        return [.. job.L2.Select(l2 => fits[l2])];
    }

    private static double Accuracy(LinearClassifier classifier, LabelledVectors data, int[] items) =>
        items.Length == 0 ? 1 : (double)items.Count(item => classifier.Predict(data[item]) == data.Labels[item]) / items.Length;

    /// <summary>The minimum, proven by the gradient with respect to the weights and not by the minimiser's word.</summary>
    private static double[] Minimise(LogisticObjective objective, double l2, CurvatureBound bound, double[] start, CancellationToken cancellation)
    {
        double[] from = [.. start];
        bound.FromWeights(from);
        var (point, there) = Lbfgs.Minimise(from, Aim, Evaluate);
        cancellation.ThrowIfCancellationRequested(); // the minimiser may have taken it for a failed search
        bound.ToWeights(point);
        return there.Gap <= LargestGap
            ? point
            : throw Unsolved(string.Create(CultureInfo.InvariantCulture, $"logistic regression at l2 {l2} stays {there.Gap:E1} above its minimum"));

        Evaluated Evaluate(double[] at)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] weights = [.. at], gradient = new double[at.Length];
            bound.ToWeights(weights);
            var value = objective.Evaluate(weights, l2, gradient);
            var gap = objective.Gap(gradient, l2);
            bound.ToGradient(gradient);
            return new Evaluated(value, gradient, gap);
        }
    }

    private static ActionableException Unsolved(string what) => new(what, expected: "finite vectors of moderate length", next: "look at the encoder's vectors");
}
