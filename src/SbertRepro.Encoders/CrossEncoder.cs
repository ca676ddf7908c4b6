using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>
/// BERT reading both sentences at once, [CLS] a [SEP] b [SEP], with one regression output over the pooler (paper section 4.2, "BERT-STSb").
/// Slow by construction: n sentences need n(n-1)/2 passes to find the best pair.
/// </summary>
public sealed class CrossEncoder : IPairScorer
{
    private readonly Bert bert;
    private readonly Linear classifier;
    private readonly BertTokenization tokenization;
    private readonly ComputeOptions compute;
    private readonly int maxTokens;
    private readonly bool sigmoid;

    /// <summary>Takes ownership of the model and moves it to the device and precision of <paramref name="compute"/>.</summary>
    /// <param name="bert">Built with the pooler.</param>
    /// <param name="classifier">H to 1, or to k classes.</param>
    /// <param name="tokenization">The model's.</param>
    /// <param name="compute">Device, precision, batch size.</param>
    /// <param name="maxTokens">Both sentences and the three special tokens; the longer sentence is cut first.</param>
    /// <param name="sigmoid">Maps the logit to 0 ... 1, as sentence-transformers does by default for one output.</param>
    public CrossEncoder(Bert bert, Linear classifier, BertTokenization tokenization, ComputeOptions? compute = null, int? maxTokens = null, bool sigmoid = true)
    {
        (this.bert, this.classifier, this.tokenization, this.sigmoid) = (bert, classifier, tokenization, sigmoid);
        this.compute = compute ?? new();
        this.maxTokens = Math.Min(maxTokens ?? bert.Config.MaxPositions, bert.Config.MaxPositions);
        bert.eval();
        bert.to(this.compute.Device, this.compute.ScalarType);
        bert.Pack();
        classifier.to(this.compute.Device, this.compute.ScalarType);
    }

    /// <summary>1 for a regression, k for a classifier.</summary>
    public long Outputs => classifier.weight!.shape[0];

    /// <summary>Loads a sequence-classification folder in the Hugging Face layout.</summary>
    public static CrossEncoder Load(string folder, ComputeOptions? compute = null, bool sigmoid = true)
    {
        var (bert, classifier) = BertCheckpoint.LoadClassifier(folder);
        return new CrossEncoder(bert, classifier, BertTokenization.FromFolder(folder), compute, sigmoid: sigmoid);
    }

    /// <inheritdoc/>
    /// <exception cref="ActionableException">The model is a classifier.</exception>
    public float[] Score(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (Outputs != 1) throw new ActionableException($"a classifier with {Outputs} outputs", expected: "one regression output");
        return Compute(pairs, logits => (sigmoid ? logits.sigmoid() : logits).squeeze(-1), progress, cancellation);
    }

    /// <summary>The most probable class of each pair, in the order of <paramref name="pairs"/>.</summary>
    public int[] Classify(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        Array.ConvertAll(Compute(pairs, logits => logits.argmax(1).to(float32), progress, cancellation), value => (int)value);

    /// <summary>Float32 logits of the batch's rows, (B, <see cref="Outputs"/>).</summary>
    public Tensor Logits(BertInput input)
    {
        using var scope = NewDisposeScope();
        var pooled = bert.Pool(bert.forward(input, LayerSelection.Last), input.Mask);           // (B, H)
        return classifier.forward(pooled).to(float32).MoveToOuterDisposeScope();
    }

    private float[] Compute(IReadOnlyList<SentencePair> pairs, Func<Tensor, Tensor> output, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var encoded = tokenization.EncodeBatch(pairs, maxTokens, cancellation);
        var (tokens, firstLengths) = (encoded.Select(pair => pair.Ids).ToArray(), encoded.Select(pair => pair.FirstLength).ToArray());
        var plan = LengthBatching.Plan([.. tokens.Select(ids => ids.Length)], compute.TokenBudget);
        var outputs = new float[pairs.Count];
        plan.Run(ComputeBatch, progress, cancellation);
        return outputs;

        void ComputeBatch(TokenBatch batch)
        {
            using var scope = NewDisposeScope();
            using var inference = inference_mode();
            var logits = Logits(BatchTensors.Create(batch, tokens, firstLengths, tokenization.PaddingId, compute.Device));
            var values = output(logits).cpu().data<float>().ToArray();
            for (var row = 0; row < values.Length; row++) outputs[batch.Indices[row]] = values[row];
        }
    }

    public void Dispose()
    {
        bert.Dispose();
        classifier.Dispose();
    }
}
