using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>One copy of the model: its weights are shared with the other copies, its gradients are its own.</summary>
internal sealed class PreTrainingReplica : IDisposable
{
    private readonly MaskedLanguageModel model;

    public PreTrainingReplica(BertConfig config, ScalarType type, FlatParameters? replicaOf)
    {
        model = new MaskedLanguageModel(config);
        model.to(type);
        model.train();
        Parameters = new FlatParameters(model, replicaOf);
    }

    public FlatParameters Parameters { get; }

    /// <summary>Adds the gradient of the loss to <see cref="Parameters"/>.</summary>
    /// <param name="batch">This copy's share of the step.</param>
    /// <param name="predictions">Masked positions of the whole step, over which the mean is taken.</param>
    /// <returns>This share's part of the mean cross-entropy, nats.</returns>
    public double Backward(MaskedBatch batch, int predictions)
    {
        using var scope = NewDisposeScope();
        var loss = TotalLoss(batch) / predictions;
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>Sum of the cross-entropies of the batch's predictions, nats.</summary>
    public double Evaluate(MaskedBatch batch)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return TotalLoss(batch).item<float>();
    }

    public void Dispose() => Parameters.Dispose();

    private Tensor TotalLoss(MaskedBatch batch)
    {
        var (input, positions, labels) = batch.ToTensors();
        var logits = model.forward(input, positions).to(ScalarType.Float32);                    // (M, V)
        return nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum);
    }
}
