using SbertRepro.Encoders;
using SbertRepro.Encoders.Training;
using SbertRepro.Encoders.Training.Objectives;
using static TorchSharp.torch;

namespace SbertRepro.Benchmarks;

/// <summary>The training loop that one writes first: one copy, both sentences padded to the longest, TorchSharp's AdamW and norm clipping over every tensor.</summary>
internal sealed class PlainTraining : IDisposable
{
    private readonly TrainingRows _rows;
    private readonly SoftmaxClassification _objective = new();
    private readonly TrainedNetwork _network;
    private readonly TorchSharp.Modules.AdamW _optimiser;

    public PlainTraining(string folder, BertConfig config, TrainingRows rows)
    {
        _rows = rows;
        _network = new TrainedNetwork(config, Pooling.Mean, _objective);
        using var bert = BertCheckpoint.Load(folder);
        using (no_grad())
        {
            foreach (var ((_, ours), (_, loaded)) in _network.Bert.named_parameters().Zip(bert.named_parameters())) ours.copy_(loaded);
        }
        _network.train();
        _optimiser = optim.AdamW(_network.parameters(), lr: 2e-5, eps: 1e-6, weight_decay: 0.01);
    }

    public void Step(long number, int[] batch)
    {
        using var scope = NewDisposeScope();
        _optimiser.zero_grad();
        var targets = tensor([.. batch.Select(_rows.Target)]);
        _objective.Loss([Vectors(batch, 0), Vectors(batch, 1)], targets, _network.Classifier).backward();
        Optimise();
    }

    public void Optimise()
    {
        nn.utils.clip_grad_norm_(_network.parameters(), 1);
        _optimiser.step();
    }

    public void Dispose()
    {
        _optimiser.Dispose();
        _network.Dispose();
    }

    private Tensor Vectors(int[] batch, int sentence)
    {
        int[][] tokens = [.. batch.Select(row => _rows[row][sentence].Ids)];
        var padded = new TokenBatch([.. Enumerable.Range(0, tokens.Length)], tokens.Max(ids => ids.Length), tokens.Sum(ids => (long)ids.Length));
        return _network.forward(BatchTensors.Create(padded, tokens, firstLengths: null, _rows.PaddingId, CPU));
    }
}
