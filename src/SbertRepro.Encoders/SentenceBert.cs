using SbertRepro.Evaluation.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>What turns token states into the sentence vector. The defaults are the paper's: MEAN over the last layer, no scaling.</summary>
public sealed record SentenceBertOptions
{
    public Pooling Pooling { get; init; } = Pooling.Mean;

    public LayerSelection Layers { get; init; } = LayerSelection.Last;

    /// <summary>Scales vectors to length 1.</summary>
    public bool Normalize { get; init; }

    /// <summary>[CLS] and [SEP] included; longer sentences are cut. The released 2019 code used 128 word pieces plus these two.</summary>
    public int MaxTokens { get; init; } = 130;

    /// <summary>Put before every sentence, e.g. "query: " for E5.</summary>
    public string Prompt { get; init; } = "";

    internal IReadOnlyList<string> Prompted(IReadOnlyList<string> sentences) => Prompt.Length == 0 ? sentences : [.. sentences.Select(sentence => Prompt + sentence)];
}

/// <summary>
/// Sentence-BERT as an encoder (paper section 3): tokenise, run BERT in length-sorted batches, pool. The siamese network of the paper is this
/// encoder applied to both sentences; its training lives elsewhere.
/// </summary>
public sealed class SentenceBert : ISentenceEncoder
{
    private readonly Bert bert;
    private readonly BertTokenization tokenization;
    private readonly SentenceHead head;
    private readonly SentenceBertOptions options;
    private readonly ComputeOptions compute;

    /// <summary>Takes ownership of the model and moves it to the device and precision of <paramref name="compute"/>.</summary>
    public SentenceBert(
        Bert bert, BertTokenization tokenization, SentenceBertOptions? options = null, ComputeOptions? compute = null, IReadOnlyList<DenseLayer>? dense = null)
    {
        (this.bert, this.tokenization, this.options, this.compute) = (bert, tokenization, options ?? new(), compute ?? new());
        head = new SentenceHead(this.options, dense ?? []);
        bert.eval();
        bert.to(this.compute.Device, this.compute.ScalarType);
        bert.Pack();
        Dimension = head.Dimension(bert.Config.HiddenSize);
    }

    public int Dimension { get; }

    /// <summary>Loads a folder in the Hugging Face layout, obeying its modules.json; <paramref name="configure"/> may override what it says.</summary>
    public static SentenceBert Load(string folder, ComputeOptions? compute = null, Func<SentenceBertOptions, SentenceBertOptions>? configure = null)
    {
        var layout = SentenceTransformerFolder.Read(folder);
        var bert = BertCheckpoint.Load(layout.ModelFolder);
        var options = layout.Options(bert.Config.MaxPositions);
        return new SentenceBert(
            bert, BertTokenization.FromFolder(layout.ModelFolder), configure?.Invoke(options) ?? options, compute, [.. layout.DenseFolders.Select(DenseLayer.Load)]);
    }

    /// <inheritdoc/>
    public SentenceVectors Encode(IReadOnlyList<string> sentences, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var tokens = tokenization.EncodeBatch(options.Prompted(sentences), Math.Min(options.MaxTokens, bert.Config.MaxPositions), cancellation);
        var vectors = new SentenceVectors(sentences.Count, Dimension);
        LengthBatching.Plan([.. tokens.Select(ids => ids.Length)], compute.TokenBudget).Run(batch => EncodeBatch(batch, tokens, vectors), progress, cancellation);
        return vectors;
    }

    /// <summary>Encodes one batch into its rows of <paramref name="vectors"/>.</summary>
    internal void EncodeBatch(TokenBatch batch, IReadOnlyList<int[]> tokens, SentenceVectors vectors)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var input = BatchTensors.Create(batch, tokens, firstLengths: null, tokenization.PaddingId, compute.Device);
        var pooled = head.Apply(bert.forward(input, options.Layers), input.Mask);
        batch.CopyRows(pooled.cpu().data<float>().ToArray(), vectors);
    }

    public void Dispose()
    {
        bert.Dispose();
        head.Dispose();
    }
}
