using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>Multinomial logistic regression at the optimum of <see cref="LogisticObjective"/> by L-BFGS.</summary>
public sealed class ExactTrainer : IClassifierTrainer
{
    private const double GradientTolerance = 1e-6;

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
        var start = Vector<double>.Build.Dense(objective.Size);
        var fits = new Dictionary<double, FittedClassifier>();
        foreach (var l2 in job.L2.OrderDescending())
        {
            cancellation.ThrowIfCancellationRequested();
            var before = objective.Evaluations;
            var gradient = new double[objective.Size];
            var function = ObjectiveFunction.Gradient(w =>
            {
                var g = new double[objective.Size];
                return (objective.Evaluate(w.AsArray(), l2, g), Vector<double>.Build.Dense(g));
            });
            string why;
            try
            {
                var r = new LimitedMemoryBfgsMinimizer(GradientTolerance, 0, 0, 2000, 10).FindMinimum(function, start);
                start = r.MinimizingPoint;
                why = r.ReasonForExit + " " + r.Iterations;
            }
            catch (Exception e)
            {
                why = e.GetType().Name + e.Message;
                start = function.Point;
            }
            Console.Error.WriteLine($"{l2} {why} evals {objective.Evaluations - before} f={objective.Evaluate(start.AsArray(), l2, gradient):R} g={gradient.Max(Math.Abs):E2}");
            var classifier = new LinearClassifier([.. start.Select(w => (float)w)], data.Classes);
            fits[l2] = new FittedClassifier(l2, 0, classifier, objective.Evaluations - before);
            if (job.Dev is { } dev) fits[l2] = fits[l2] with { DevAccuracy = (double)dev.Count(item => classifier.Predict(data[item]) == data.Labels[item]) / dev.Length };
        }
        return [.. job.L2.Select(l2 => fits[l2])];
    }
}
