using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// BERT with the head that predicts masked words (Devlin et al. 2019, section 3.1): logits = E LN(gelu(W h + b)) + c, with E the word embeddings; and, where sequences are
/// pairs, the one that tells from the pooler's state whether the second half follows the first. Module names equal the keys of a Hugging Face BertForPreTraining.
/// </summary>
public sealed class MaskedLanguageModel : Module<BertInput, Tensor, (Tensor Words, Tensor? Strangers)>
{
    private readonly Bert bert;
    private readonly PredictionHeads cls;

    /// <param name="config">Sizes of the encoder.</param>
    /// <param name="ofPairs">Adds the pooler and the next-sentence head.</param>
    public MaskedLanguageModel(BertConfig config, bool ofPairs = false)
        : base(nameof(MaskedLanguageModel))
    {
        bert = new Bert(config, withPooler: ofPairs);
        cls = new PredictionHeads(config, ofPairs);
        RegisterComponents();
        Initialise();
    }

    /// <summary>The encoder that is kept when pre-training is over.</summary>
    public Bert Encoder => bert;

    /// <summary>Logits (M, V) over the vocabulary, only for the M masked positions, so that the largest product of the model stays small; and (B, 2) of pairs: follows, does not.</summary>
    /// <param name="input">B rows of T tokens.</param>
    /// <param name="positions">(M) int64 indices into the B * T positions, row-major.</param>
    public override (Tensor Words, Tensor? Strangers) forward(BertInput input, Tensor positions)
    {
        using var scope = NewDisposeScope();
        var hidden = bert.forward(input, LayerSelection.Last);                                  // (B, T, H)
        var embeddings = bert.get_parameter("embeddings.word_embeddings.weight")!;              // (V, H)
        var words = cls.predictions.forward(hidden.flatten(0, 1).index_select(0, positions), embeddings).MoveToOuterDisposeScope();
        return (words, cls.seq_relationship?.forward(bert.Pool(hidden, input.Mask)).MoveToOuterDisposeScope());
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
    internal readonly Linear? seq_relationship;

    public PredictionHeads(BertConfig config, bool ofPairs)
        : base(nameof(PredictionHeads))
    {
        predictions = new PredictionHead(config);
        seq_relationship = ofPairs ? Linear(config.HiddenSize, 2) : null;
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
