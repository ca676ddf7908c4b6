using SbertRepro.Evaluation.Tasks.Transfer;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Transfer;

/// <summary>
/// Trains K jobs of L classifiers each in lockstep. Shapes: K jobs, B batch, N training items, M dev items (padded), F = D + 1 features, L strengths, C classes.
/// A job leaves the batch when all its classifiers have stopped; until then a stopped one runs along unheeded.
/// </summary>
internal sealed class LockstepTraining : IDisposable
{
    private readonly AdamOptions options;
    private readonly Tensor table;                // (V, F)
    private readonly int classes;
    private readonly TrainingJob[] jobs;
    private readonly MersenneTwister random;
    private readonly int count;                   // N
    private readonly EarlyStopping[][] stopping;  // of every job and strength
    private readonly int[][] passes;
    private readonly float[][][] best;
    private int[] live;                           // jobs in the batch, by place
    private LockstepState state;
    private int steps;

    public LockstepTraining(LabelledVectors data, Tensor table, TrainingJob[] jobs, AdamOptions options)
    {
        (this.options, this.table, this.jobs, classes) = (options, table, jobs, data.Classes);
        TrainingSplit[] splits = [.. jobs.Select(job => TrainingSplit.Of(job, options))];
        (random, count, live) = (splits[0].Random, splits[0].Train.Length, [.. Enumerable.Range(0, jobs.Length)]);
        var strengths = jobs[0].L2.Count;
        stopping = [.. jobs.Select(_ => Enumerable.Repeat(new EarlyStopping(options.Tenacity), strengths).ToArray())];
        passes = [.. jobs.Select(_ => new int[strengths])];
        best = [.. jobs.Select(_ => new float[strengths][])];
        state = LockstepState.Begin(data, splits, jobs, options.Seed, table.device);
    }

    public IReadOnlyList<FittedClassifier>[] Run(CancellationToken cancellation)
    {
        for (var done = 0; live.Length > 0 && done <= options.MaximumEpochs;)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var pass = 0; pass < options.EpochSize; pass++) TrainOnce();
            Check(done += options.EpochSize);
        }
        return [.. jobs.Select((job, k) => job.L2.Select((l2, l) => new FittedClassifier(l2, stopping[k][l].Best, new LinearClassifier(best[k][l], classes), passes[k][l])).ToArray())];
    }

    public void Dispose() => state.Dispose();

    private void TrainOnce()
    {
        using var scope = NewDisposeScope();
        var order = tensor(random.Permutation(count), dtype: ScalarType.Int64).to(table.device);
        for (var start = 0; start < count; start += options.BatchSize) Step(order.narrow(0, start, Math.Min(options.BatchSize, count - start)));
    }

    private void Step(Tensor items)
    {
        using var scope = NewDisposeScope();
        steps++;
        var (k, size) = (live.Length, items.shape[0]);
        var vectors = Gather(state.Rows.index_select(1, items));                                                          // (K, B, F)
        var errors = vectors.bmm(state.Weights).view(k, size, -1, classes).softmax(-1) - state.Truth.index_select(1, items).unsqueeze(2); // (K, B, L, C)
        var gradient = vectors.transpose(1, 2).bmm(errors.view(k, size, -1)).div_(size).addcmul_(state.Weights, state.Decay, 1); // (K, F, L C)
        state.First.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
        state.Second.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
        var denominator = state.Second.sqrt().div_(Math.Sqrt(1 - Math.Pow(options.Beta2, steps))).add_(options.Epsilon);
        state.Weights.addcdiv_(state.First, denominator, -options.LearningRate / (1 - Math.Pow(options.Beta1, steps)));
    }

    private Tensor Gather(Tensor rows) => table.index_select(0, rows.flatten()).view(rows.shape[0], rows.shape[1], -1);

    private void Check(int done)
    {
        using var scope = NewDisposeScope();
        var (strengths, features) = (jobs[0].L2.Count, table.shape[1]);
        var predicted = Gather(state.DevRows).bmm(state.Weights).view(live.Length, -1, strengths, classes).argmax(-1);     // (K, M, L)
        var correct = predicted.eq(state.DevLabels.unsqueeze(2)).sum(1).cpu().data<long>().ToArray();                      // (K, L)
        var items = state.DevLabels.ge(0).sum(1).cpu().data<long>().ToArray();                                             // (K)
        var weights = state.Weights.transpose(1, 2).contiguous().cpu().data<float>().ToArray();                            // (K, L, C, F)
        var length = (int)(classes * features);
        for (var place = 0; place < live.Length; place++)
            for (var l = 0; l < strengths; l++)
            {
                ref var rule = ref stopping[live[place]][l];
                if (rule.Stopped) continue;
                passes[live[place]][l] = done;
                if (rule.Improves((double)correct[(place * strengths) + l] / items[place]))
                    best[live[place]][l] = weights[(((place * strengths) + l) * length)..(((place * strengths) + l + 1) * length)];
            }
        int[] kept = [.. Enumerable.Range(0, live.Length).Where(place => stopping[live[place]].Any(rule => !rule.Stopped))];
        if (kept.Length == live.Length) return;
        live = [.. kept.Select(place => live[place])];
        if (live.Length > 0) state = state.Keep(kept);
    }
}
