using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation.Metrics;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// What fine-tuning trains: BERT, one vector per input, and the linear layer of the objective where it has one. The vector is a pooling of the token states
/// (siamese network) or the pooler's state (cross-encoder). Parameter names equal the keys of a Hugging Face BertForSequenceClassification.
/// </summary>
internal sealed class TrainedNetwork : Module<BertInput, Tensor>
{
    private readonly Bert bert;
    private readonly Linear? classifier;
    private readonly Pooling? pooling;

    /// <param name="config">Of the encoder.</param>
    /// <param name="pooling">Null reads the pooler.</param>
    /// <param name="objective">Says whether there is a linear layer, and how large.</param>
    public TrainedNetwork(BertConfig config, Pooling? pooling, IObjective objective)
        : base(nameof(TrainedNetwork))
    {
        this.pooling = pooling;
        bert = new Bert(config, withPooler: pooling is null);
        var width = (pooling?.Parts() ?? 1) * config.HiddenSize;
        classifier = objective.Outputs == 0 ? null : Linear(objective.Inputs(width), objective.Outputs);
        RegisterComponents();
    }

    public Bert Bert => bert;

    public Linear? Classifier => classifier;

    /// <summary>One float32 vector per row, (B, H).</summary>
    public override Tensor forward(BertInput input)
    {
        using var scope = NewDisposeScope();
        var hidden = bert.forward(input, LayerSelection.Last);                                  // (B, T, H)
        var vectors = pooling is { } mode ? Pool.Apply(mode, hidden, input.Mask) : bert.Pool(hidden, input.Mask).to(ScalarType.Float32);
        return vectors.MoveToOuterDisposeScope();
    }

    /// <summary>Weights to start from: BERT's out of a folder; a pooler that the folder lacks, and the linear layer always, drawn from the seed.</summary>
    /// <param name="folder">A BERT in the Hugging Face layout, whatever head it has.</param>
    /// <param name="slots">Of this network.</param>
    /// <param name="seed">Of what is drawn.</param>
    public static float[] InitialWeights(string folder, IReadOnlyList<ParameterSlot> slots, ulong seed)
    {
        using var start = BertCheckpoint.Load(folder, withPooler: BertCheckpoint.HasPooler(folder));
        var known = start.named_parameters().ToDictionary(item => "bert." + item.name, item => item.parameter);
        var weights = new float[slots.Sum(slot => slot.Count)];
        var random = EpochOrder.Generator(seed, stream: 0);
        foreach (var slot in slots)
        {
            var part = weights.AsSpan((int)slot.Offset, (int)slot.Count);
            if (known.TryGetValue(slot.Name, out var parameter)) parameter.data<float>().ToArray().CopyTo(part);
            else if (!slot.Name.EndsWith("bias", StringComparison.Ordinal)) Draw(part, ref random);
        }

        return weights;
    }

    // Normal with sd 0.02 by Box and Muller, biases 0, as BERT starts its own new layers (Devlin et al. 2019, the released code).
    private static void Draw(Span<float> values, ref SplitMix64 random)
    {
        foreach (ref var value in values)
            value = (float)(0.02 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
