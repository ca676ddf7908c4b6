using SbertRepro.Encoders.Training.Objectives;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Loss and gradient of one step. Replicas compute the vectors of their inputs; the objective sees all vectors of the step at once and yields their gradient; replicas
/// carry it back through their graphs. So any objective is exact under any batching. Where the step has more positions than the budget, no graph is kept: vectors are
/// computed without one first, and batch by batch with one afterwards, with the same dropout (the gradient caching of Gao et al. 2021).
/// </summary>
internal sealed class FineTuningStep(Replicas<TrainedNetwork> replicas, TrainingRows rows, IObjective objective, FineTuningOptions options)
{
    // Calls of a batch and its dense gradient of the word embeddings, in positions of the mini-BERT on one core; a GPU that waits for calls wants one batch.
    private int BatchCost => options.Place.type == TorchSharp.DeviceType.CPU ? 64 : 4096;

    /// <summary>Adds the gradient of the mean loss over the rows to the replicas' gradients.</summary>
    /// <param name="step">Seeds dropout, together with the run's seed.</param>
    /// <param name="batch">Rows of the step.</param>
    /// <returns>The loss.</returns>
    public double Run(long step, IReadOnlyList<int> batch)
    {
        using var attention = PlainAttention.Where(options.Place, options.ScalarType);
        var inputs = Enumerable.Range(0, objective.VectorsPerRow).SelectMany(place => batch.Select(row => rows[row][place])).ToArray(); // all firsts, all seconds, ...
        var tokens = Array.ConvertAll(inputs, input => input.Ids);
        var firstLengths = rows.AreJoint ? Array.ConvertAll(inputs, input => input.FirstLength) : null;
        var plan = StepPlan.Create(Array.ConvertAll(tokens, ids => ids.Length), replicas.Count, Math.Max(1, options.TokenBudget / replicas.Count), BatchCost);
        var recompute = plan.Positions > options.TokenBudget;
        var vectors = plan.Batches.Select(batches => new Tensor[batches.Count]).ToArray();
        replicas.Run(replica => ForEachBatch(replica, place => vectors[replica][place] = recompute ? WithoutGraph(replica, place) : Vectors(replica, place)));
        using var gradients = Gradients(vectors, [.. plan.Order], [.. batch.Select(rows.Target)], out var loss);
        var firstRows = FirstRows(plan);
        replicas.Run(replica => ForEachBatch(replica, place =>
        {
            using var scope = NewDisposeScope();
            using var kept = vectors[replica][place];
            var outputs = recompute ? Vectors(replica, place) : kept;
            outputs.backward([gradients.narrow(0, firstRows[replica][place], outputs.shape[0])]);
        }));
        return loss;

        void ForEachBatch(int replica, Action<int> work)
        {
            for (var place = 0; place < plan.Batches[replica].Count; place++) work(place);
        }

        Tensor WithoutGraph(int replica, int place)
        {
            using var noGrad = no_grad();
            return Vectors(replica, place);
        }

        Tensor Vectors(int replica, int place)
        {
            using var scope = NewDisposeScope();
            var network = replicas[replica];
            network.Bert.Dropout.Seed(DropoutSeed(step, replica, place), options.Place);
            return network.forward(BatchTensors.Create(plan.Batches[replica][place], tokens, firstLengths, rows.PaddingId, options.Place)).DetachFromDisposeScope();
        }
    }

    /// <summary>d loss / d vectors, (inputs, H) in the order of the plan; the gradient of the objective's own layer goes to the first replica.</summary>
    private Tensor Gradients(Tensor[][] vectors, long[] order, float[] targets, out double loss)
    {
        using var scope = NewDisposeScope();
        var all = cat([.. vectors.SelectMany(parts => parts).Select(part => part.detach())], 0).requires_grad_();
        var places = new long[order.Length];
        for (var place = 0; place < order.Length; place++) places[order[place]] = place;
        var columns = places.Chunk(targets.Length).Select(column => all.index_select(0, tensor(column, device: options.Place))).ToArray(); // (B, H) each
        var objectiveLoss = objective.Loss(columns, tensor(targets, device: options.Place), replicas[0].Classifier);
        objectiveLoss.backward();
        loss = objectiveLoss.item<float>();
        return all.grad!.DetachFromDisposeScope();
    }

    private static long[][] FirstRows(StepPlan plan)
    {
        var next = 0L;
        return [.. plan.Batches.Select(batches => batches.Select(batch => (next += batch.Indices.Count) - batch.Indices.Count).ToArray())];
    }

    private ulong DropoutSeed(long step, int replica, int batch) =>
        EpochOrder.Generator(options.Seed, stream: (((ulong)step * (ulong)replicas.Count) + (ulong)replica << 16) + (ulong)batch).Next();
}
