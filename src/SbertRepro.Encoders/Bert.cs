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
    /// <param name="withPooler">Adds the tanh layer over one pooled state that the cross-encoder reads; the sentence encoders pool by themselves.</param>
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

    /// <summary>tanh(W h + b), (B, H), with h pooled from the last layer's states (B, T, H) as <see cref="BertConfig.ClassifierPooling"/> says.</summary>
    /// <param name="hidden">States.</param>
    /// <param name="mask">(B, T) false at padding, or null.</param>
    public Tensor Pool(Tensor hidden, Tensor? mask) =>
        (pooler ?? throw new InvalidOperationException("built without the pooler")).forward(Encoders.Pool.Apply(Config.ClassifierPooling, hidden, mask).to(hidden.dtype));

    /// <summary>Brings the layers' weights into the CPU's layout (<see cref="PackedLinear"/>) and gives the plain ones up: for a model that from here on only infers.</summary>
    internal void Pack()
    {
        foreach (var product in modules().OfType<BertProduct>()) product.Pack();
    }

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
    private readonly BertIntermediate intermediate;
    private readonly BertResidual output;

    public BertLayer(BertConfig config, DropoutSource source)
        : base(nameof(BertLayer))
    {
        attention = new BertAttention(config, source);
        intermediate = new BertIntermediate(config);
        output = new BertResidual(config, config.IntermediateSize, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var attended = attention.forward(hidden, mask);                                         // (B, T, H)
        var wide = intermediate.forward(attended);                                              // (B, T, F)
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
    // On a CPU the fused kernel pays per head and sentence: up to these lengths plain operators take half to three quarters of its time (reports/LOG.md).
    private const int LongestUnfused = 15;
    private const int LongestUnfusedBFloat16 = 64;

    private readonly BertProduct query;
    private readonly BertProduct key;
    private readonly BertProduct value;
    private readonly SeededDropout dropout;
    private readonly int heads;

    public BertSelfAttention(BertConfig config, DropoutSource source)
        : base(nameof(BertSelfAttention))
    {
        heads = config.Heads;
        dropout = new SeededDropout(config.AttentionDropout, source);
        query = new BertProduct(config.HiddenSize, config.HiddenSize);
        key = new BertProduct(config.HiddenSize, config.HiddenSize);
        value = new BertProduct(config.HiddenSize, config.HiddenSize);
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
        || (!training && hidden.device_type == TorchSharp.DeviceType.CPU && hidden.shape[1] <= (hidden.dtype == ScalarType.BFloat16 ? LongestUnfusedBFloat16 : LongestUnfused));

    // Keys by queries: over its last dimension libtorch's softmax goes number by number where that is short, and in bfloat16; over the one before it takes many queries at once.
    private Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        var scores = (k * (1 / Math.Sqrt(k.shape[3]))).matmul(q.transpose(2, 3));               // (B, C, T keys, T queries)
        if (mask is not null) scores = scores.masked_fill(mask.logical_not().transpose(2, 3), double.NegativeInfinity);
        var weights = scores.softmax(2, ScalarType.Float32).to(v.dtype).transpose(2, 3);        // (B, C, T queries, T keys)
        return dropout.forward(weights).matmul(v);                                              // (B, C, T, D)
    }
}

/// <summary>LN(residual + dropout(W x + b)).</summary>
internal sealed class BertResidual : Module<Tensor, Tensor, Tensor>
{
    private readonly BertProduct dense;
    private readonly LayerNorm LayerNorm;
    private readonly SeededDropout dropout;

    public BertResidual(BertConfig config, int inputSize, DropoutSource source)
        : base(nameof(BertResidual))
    {
        dense = new BertProduct(inputSize, config.HiddenSize);
        LayerNorm = LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
        dropout = new SeededDropout(config.HiddenDropout, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor states, Tensor residual) => LayerNorm.forward(dropout.IsActive ? dropout.forward(dense.forward(states)) + residual : dense.Plus(states, residual));
}

/// <summary>gelu(W x + b), the exact one by erf: (B, T, H) -> (B, T, F).</summary>
internal sealed class BertIntermediate : Module<Tensor, Tensor>
{
    private readonly BertProduct dense;

    public BertIntermediate(BertConfig config)
        : base(nameof(BertIntermediate))
    {
        dense = new BertProduct(config.HiddenSize, config.IntermediateSize);
        RegisterComponents();
    }

    public override Tensor forward(Tensor states) => dense.Gelu(states);
}

/// <summary>W x + b, starting as libtorch's linear layers do.</summary>
internal sealed class BertProduct : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private PackedLinear? packed;

    public BertProduct(long inputSize, long outputSize)
        : base(nameof(BertProduct))
    {
        var start = Linear(inputSize, outputSize);
        (weight, bias) = (start.weight!, start.bias!);
        RegisterComponents();
    }

    public override Tensor forward(Tensor states) => packed?.Apply(states) ?? functional.linear(states, weight, bias);

    /// <summary>gelu(W x + b).</summary>
    public Tensor Gelu(Tensor states) => packed?.Gelu(states) ?? functional.gelu(forward(states));

    /// <summary>Multiplies by the weights in the processor's layout from here on, where there is one; the plain ones are given up, since two copies of BERT-large are 2.6 GB.</summary>
    public void Pack()
    {
        packed ??= PackedLinear.Of(weight, bias);
        if (packed is not null) weight.Dispose();
    }

    /// <summary>W x + b + y.</summary>
    public Tensor Plus(Tensor states, Tensor residual) => packed?.Plus(states, residual) ?? (forward(states) + residual);

    protected override void Dispose(bool disposing)
    {
        if (disposing) packed?.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>tanh(W h + b), with the dropout that classifiers put behind it: (B, H) -> (B, H).</summary>
internal sealed class BertPooler : Module<Tensor, Tensor>
{
    private readonly BertProduct dense;
    private readonly SeededDropout dropout;

    public BertPooler(BertConfig config, DropoutSource source)
        : base(nameof(BertPooler))
    {
        dense = new BertProduct(config.HiddenSize, config.HiddenSize);
        dropout = new SeededDropout(config.HiddenDropout, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor pooled) => dropout.forward(dense.forward(pooled).tanh());
}
