using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// BERT with the head that predicts masked words (Devlin et al. 2019, section 3.1): logits = E LN(gelu(W h + b)) + c, with E the word embeddings.
/// Module names equal the keys of a Hugging Face BertForMaskedLM.
/// </summary>
public sealed class MaskedLanguageModel : Module<BertInput, Tensor, Tensor>
{
    private readonly Bert bert;
    private readonly PredictionHeads cls;

    /// <param name="config">Sizes of the encoder.</param>
    public MaskedLanguageModel(BertConfig config)
        : base(nameof(MaskedLanguageModel))
    {
        bert = new Bert(config);
        cls = new PredictionHeads(config);
        RegisterComponents();
        Initialise();
    }

    /// <summary>The encoder that is kept when pre-training is over.</summary>
    public Bert Encoder => bert;

    /// <summary>Logits (M, V) over the vocabulary, only for the M masked positions, so that the largest product of the model stays small.</summary>
    /// <param name="input">B rows of T tokens.</param>
    /// <param name="positions">(M) int64 indices into the B * T positions, row-major.</param>
    public override Tensor forward(BertInput input, Tensor positions)
    {
        using var scope = NewDisposeScope();
        var hidden = bert.forward(input, LayerSelection.Last).flatten(0, 1);                    // (B T, H)
        var words = bert.get_parameter("embeddings.word_embeddings.weight")!;                   // (V, H)
        return cls.predictions.forward(hidden.index_select(0, positions), words).MoveToOuterDisposeScope();
    }

    // Normal with sd 0.02, biases 0, gains 1 (Devlin et al. 2019, the released code).
    private void Initialise()
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) parameter.fill_(1);
            else if (name.EndsWith("bias", StringComparison.Ordinal)) parameter.zero_();
            else parameter.normal_(0, 0.02);
        }
    }
}

internal sealed class PredictionHeads : Module
{
    internal readonly PredictionHead predictions;

    public PredictionHeads(BertConfig config)
        : base(nameof(PredictionHeads))
    {
        predictions = new PredictionHead(config);
        RegisterComponents();
    }
}

/// <summary>E LN(gelu(W h + b)) + c: states (M, H) and word embeddings (V, H) to logits (M, V).</summary>
internal sealed class PredictionHead : Module<Tensor, Tensor, Tensor>
{
    private readonly PredictionTransform transform;
    private readonly Parameter bias;

    public PredictionHead(BertConfig config)
        : base(nameof(PredictionHead))
    {
        transform = new PredictionTransform(config);
        bias = Parameter(zeros(config.VocabularySize));
        RegisterComponents();
    }

    public override Tensor forward(Tensor states, Tensor words) => functional.linear(transform.forward(states), words, bias);
}

/// <summary>LN(gelu(W h + b)).</summary>
internal sealed class PredictionTransform : Module<Tensor, Tensor>
{
    private readonly Linear dense;
    private readonly LayerNorm LayerNorm;

    public PredictionTransform(BertConfig config)
        : base(nameof(PredictionTransform))
    {
        dense = Linear(config.HiddenSize, config.HiddenSize);
        LayerNorm = LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
        RegisterComponents();
    }

    public override Tensor forward(Tensor states) => LayerNorm.forward(functional.gelu(dense.forward(states)));
}
