using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SbertRepro.Encoders;

/// <summary>
/// The BERT encoder (Devlin et al. 2019): post-norm transformer with learned positions and segment embeddings. Module names equal the Hugging
/// Face checkpoint keys. Shapes in comments: B sentences, T tokens (padded length), H hidden size, C heads, D = H / C head size, F intermediate size.
/// </summary>
public sealed class Bert : Module<BertInput, LayerSelection, Tensor>
{
    private readonly BertEmbeddings embeddings;
    private readonly BertLayerStack encoder;
    private readonly BertPooler? pooler;

    /// <param name="config">Sizes.</param>
    /// <param name="withPooler">Adds the tanh layer over [CLS] that the cross-encoder reads; the sentence encoders pool by themselves.</param>
    public Bert(BertConfig config, bool withPooler = false)
        : base(nameof(Bert))
    {
        Config = config;
        embeddings = new BertEmbeddings(config, Dropout);
        encoder = new BertLayerStack(config, Dropout);
        pooler = withPooler ? new BertPooler(config, Dropout) : null;
        register_module("embeddings", embeddings);
        register_module("encoder", encoder);
        if (pooler is not null) register_module("pooler", pooler);
    }

    public BertConfig Config { get; }

    /// <summary>What dropout draws from while training.</summary>
    public DropoutSource Dropout { get; } = new();

    /// <summary>Token states of the selected layer, (B, T, H). States at padded positions are undefined: pool with the mask.</summary>
    public override Tensor forward(BertInput input, LayerSelection layers)
    {
        using var scope = NewDisposeScope();
        var mask = input.Mask?.unsqueeze(1).unsqueeze(1);                                        // (B, 1, 1, T), true = attend
        var depth = layers.Depth(Config.Layers);
        var hidden = embeddings.forward(input.Ids, input.Segments);
        Tensor? first = null;
        for (var index = 0; index < depth; index++)
        {
            hidden = encoder.layer[index].forward(hidden, mask);
            if (index == 0 && layers.AverageWithFirst) first = hidden;
        }

        return (first is null ? hidden : (first + hidden) * 0.5).MoveToOuterDisposeScope();
    }

    /// <summary>tanh(W h_[CLS] + b) of the last layer's states (B, T, H): (B, H).</summary>
    public Tensor Pool(Tensor hidden) => (pooler ?? throw new InvalidOperationException("built without the pooler")).forward(hidden);

    protected override void Dispose(bool disposing)
    {
        if (disposing) Dropout.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A batch of token ids.</summary>
/// <param name="Ids">(B, T) int64.</param>
/// <param name="Mask">(B, T) bool, false at padding; null when no row is padded, which spares attention the mask.</param>
/// <param name="Segments">(B, T) int64 segment ids of a pair; null when all are 0.</param>
public sealed record BertInput(Tensor Ids, Tensor? Mask = null, Tensor? Segments = null);

/// <summary>Word, position and segment embeddings, summed and normalised: (B, T) -> (B, T, H).</summary>
internal sealed class BertEmbeddings : Module<Tensor, Tensor?, Tensor>
{
    private readonly Embedding word_embeddings;
    private readonly Embedding position_embeddings;
    private readonly Embedding token_type_embeddings;
    private readonly LayerNorm LayerNorm;
    private readonly SeededDropout dropout;

    public BertEmbeddings(BertConfig config, DropoutSource source)
        : base(nameof(BertEmbeddings))
    {
        word_embeddings = Embedding(config.VocabularySize, config.HiddenSize);
        position_embeddings = Embedding(config.MaxPositions, config.HiddenSize);
        token_type_embeddings = Embedding(config.SegmentTypes, config.HiddenSize);
        LayerNorm = LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
        dropout = new SeededDropout(config.HiddenDropout, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids, Tensor? segments)
    {
        var positions = position_embeddings.weight![..(int)ids.shape[1]];                       // (T, H), broadcast over B
        var types = segments is null
            ? token_type_embeddings.weight![0]                                                  // (H)
            : token_type_embeddings.forward(segments);                                          // (B, T, H)
        return dropout.forward(LayerNorm.forward(word_embeddings.forward(ids) + positions + types));
    }
}

internal sealed class BertLayerStack : Module
{
    internal readonly ModuleList<BertLayer> layer;

    public BertLayerStack(BertConfig config, DropoutSource source)
        : base(nameof(BertLayerStack))
    {
        layer = ModuleList([.. Enumerable.Range(0, config.Layers).Select(_ => new BertLayer(config, source))]);
        RegisterComponents();
    }
}

/// <summary>One transformer layer: LN(x + Attention(x)), then LN(x + W2 gelu(W1 x)).</summary>
internal sealed class BertLayer : Module<Tensor, Tensor?, Tensor>
{
    private readonly BertAttention attention;
    private readonly BertDense intermediate;
    private readonly BertResidual output;

    public BertLayer(BertConfig config, DropoutSource source)
        : base(nameof(BertLayer))
    {
        attention = new BertAttention(config, source);
        intermediate = new BertDense(config.HiddenSize, config.IntermediateSize);
        output = new BertResidual(config, config.IntermediateSize, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var attended = attention.forward(hidden, mask);                                         // (B, T, H)
        var wide = functional.gelu(intermediate.forward(attended));                             // (B, T, F), exact erf gelu
        return output.forward(wide, attended).MoveToOuterDisposeScope();
    }
}

/// <summary>Multi-head self-attention with its residual and norm.</summary>
internal sealed class BertAttention : Module<Tensor, Tensor?, Tensor>
{
    private readonly BertSelfAttention self;
    private readonly BertResidual output;

    public BertAttention(BertConfig config, DropoutSource source)
        : base(nameof(BertAttention))
    {
        self = new BertSelfAttention(config, source);
        output = new BertResidual(config, config.HiddenSize, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor? mask) => output.forward(self.forward(hidden, mask), hidden);
}

/// <summary>softmax(Q K^T / sqrt(D)) V per head: fused by libtorch, except where its fused kernel is the slow way.</summary>
internal sealed class BertSelfAttention : Module<Tensor, Tensor?, Tensor>
{
    // On a CPU in bfloat16 the fused kernel pays per head and sentence: 11 ms against 1.9 ms for 93 sentences of 11 tokens, even at about 30 (reports/LOG.md).
    private const int LongestUnfused = 24;

    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly SeededDropout dropout;
    private readonly int heads;

    public BertSelfAttention(BertConfig config, DropoutSource source)
        : base(nameof(BertSelfAttention))
    {
        heads = config.Heads;
        dropout = new SeededDropout(config.AttentionDropout, source);
        query = Linear(config.HiddenSize, config.HiddenSize);
        key = Linear(config.HiddenSize, config.HiddenSize);
        value = Linear(config.HiddenSize, config.HiddenSize);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor? mask)
    {
        var (q, k, v) = (Split(query.forward(hidden)), Split(key.forward(hidden)), Split(value.forward(hidden)));
        var context = IsUnfused(hidden) ? Attend(q, k, v, mask) : functional.scaled_dot_product_attention(q, k, v, mask);
        return context.transpose(1, 2).flatten(2);                                              // (B, T, H)

        Tensor Split(Tensor states) => states.unflatten(2, [heads, -1]).transpose(1, 2);        // (B, C, T, D)
    }

    // The fused kernel draws its dropout from torch's generator, not from ours.
    private bool IsUnfused(Tensor hidden) => dropout.IsActive
        || (!training && hidden.dtype == ScalarType.BFloat16 && hidden.device_type == TorchSharp.DeviceType.CPU && hidden.shape[1] <= LongestUnfused);

    private Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        var scores = (q * (1 / Math.Sqrt(q.shape[3]))).matmul(k.transpose(2, 3));               // (B, C, T, T)
        if (mask is not null) scores = scores.masked_fill(mask.logical_not(), double.NegativeInfinity);
        return dropout.forward(scores.softmax(-1)).matmul(v);                                   // (B, C, T, D)
    }
}

/// <summary>LN(residual + dropout(W x + b)).</summary>
internal sealed class BertResidual : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear dense;
    private readonly LayerNorm LayerNorm;
    private readonly SeededDropout dropout;

    public BertResidual(BertConfig config, int inputSize, DropoutSource source)
        : base(nameof(BertResidual))
    {
        dense = Linear(inputSize, config.HiddenSize);
        LayerNorm = LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
        dropout = new SeededDropout(config.HiddenDropout, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor states, Tensor residual) => LayerNorm.forward(dropout.forward(dense.forward(states)) + residual);
}

/// <summary>W x + b under the name that the checkpoint gives it.</summary>
internal sealed class BertDense : Module<Tensor, Tensor>
{
    private readonly Linear dense;

    public BertDense(int inputSize, int outputSize)
        : base(nameof(BertDense))
    {
        dense = Linear(inputSize, outputSize);
        RegisterComponents();
    }

    public override Tensor forward(Tensor states) => dense.forward(states);
}

/// <summary>tanh(W h_[CLS] + b), with the dropout that classifiers put behind it: (B, T, H) -> (B, H).</summary>
internal sealed class BertPooler : Module<Tensor, Tensor>
{
    private readonly Linear dense;
    private readonly SeededDropout dropout;

    public BertPooler(BertConfig config, DropoutSource source)
        : base(nameof(BertPooler))
    {
        dense = Linear(config.HiddenSize, config.HiddenSize);
        dropout = new SeededDropout(config.HiddenDropout, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden) => dropout.forward(dense.forward(hidden.select(1, 0)).tanh());
}
