using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Onnx;

/// <summary>
/// A sentence encoder in ONNX Runtime: our own export, or a foreign model in the usual hub layout (model.onnx or onnx/model.onnx beside the tokenizer). Where the
/// graph gives token states only, pooling, linear layers and scaling follow here as the folder's modules.json says.
/// </summary>
public sealed class OnnxSentenceEncoder : ISentenceEncoder
{
    // Names that exporters give to token states, the best first; an output without such a name is told by its three axes.
    private static readonly string[] TokenOutputs = [OnnxExport.TokenOutput, "token_embeddings"];

    // A pooler_output comes from next-sentence prediction, and scores are of pairs: neither is a sentence vector.
    private static readonly string[] NoVectors = ["pooler_output", OnnxExport.LogitsOutput, OnnxExport.ScoreOutput];

    private readonly OnnxModel _model;
    private readonly BertTokenization _tokenization;
    private readonly SentenceBertOptions _options;
    private readonly int _tokenBudget;
    private readonly string _output;
    private readonly SentenceHead? _head; // null where the graph pools

    /// <summary>Takes ownership of the model and of the linear layers.</summary>
    internal OnnxSentenceEncoder(
        OnnxModel model, BertTokenization tokenization, SentenceBertOptions options, IReadOnlyList<DenseLayer>? dense = null, int tokenBudget = LengthBatching.DefaultTokenBudget)
    {
        (_model, _tokenization, _options, _tokenBudget) = (model, tokenization, options, tokenBudget);
        (_output, var pooled) = SentenceOutput(model);
        if (!pooled) LibTorch.Load();
        _head = pooled ? null : new SentenceHead(options, dense ?? []);
        Dimension = Measure();
    }

    public int Dimension { get; }

    /// <param name="folder">Tokenizer, settings and model.</param>
    /// <param name="options">File, device, threads.</param>
    /// <param name="configure">May override what the folder says: prompt and length, and, where they are not inside the graph, pooling and scaling.</param>
    /// <exception cref="ActionableException">There is no model, or it is none that gives sentence vectors; the message lists its inputs and outputs.</exception>
    public static OnnxSentenceEncoder Load(string folder, OnnxOptions? options = null, Func<SentenceBertOptions, SentenceBertOptions>? configure = null)
    {
        options ??= new OnnxOptions();
        var layout = SentenceTransformerFolder.Read(folder);
        var published = layout.Options(OnnxModel.MaxPositions(layout.ModelFolder));
        var settings = configure?.Invoke(published) ?? published;
        var tokenization = BertTokenization.FromFolder(layout.ModelFolder);
        var model = OnnxModel.Open(folder, options);
        try
        {
            var pooled = SentenceOutput(model).Pooled;
            if (settings.Layers != LayerSelection.Last) throw model.Unusable($"layer {settings.Layers} cannot be chosen after the export");
            if (pooled && (settings.Pooling != published.Pooling || settings.Normalize != published.Normalize))
                throw model.Unusable("pooling and scaling are inside the graph and cannot be changed");
            return new OnnxSentenceEncoder(model, tokenization, settings, pooled ? [] : [.. layout.DenseFolders.Select(DenseLayer.Load)], options.TokenBudget);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SentenceVectors Encode(IReadOnlyList<string> sentences, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var tokens = _tokenization.EncodeBatch(_options.Prompted(sentences), _options.MaxTokens, cancellation);
        var vectors = new SentenceVectors(sentences.Count, Dimension);
        LengthBatching.Plan([.. tokens.Select(ids => ids.Length)], _tokenBudget).Run(batch => EncodeBatch(batch, tokens, vectors), progress, cancellation);
        return vectors;
    }

    /// <summary>Encodes one batch into its rows of <paramref name="vectors"/>.</summary>
    internal void EncodeBatch(TokenBatch batch, IReadOnlyList<int[]> tokens, SentenceVectors vectors) => batch.CopyRows(Vectors(batch, tokens), vectors);

    public void Dispose()
    {
        _model.Dispose();
        _head?.Dispose();
    }

    /// <summary>(B, D) row-major.</summary>
    private float[] Vectors(TokenBatch batch, IReadOnlyList<int[]> tokens)
    {
        var arrays = BatchArrays.Create(batch, tokens, firstLengths: null, _tokenization.PaddingId);
        var (values, shape) = _model.Run(_output, arrays);
        if (shape.Length != (_head is null ? 2 : 3) || shape[0] != batch.Indices.Count || (_head is not null && shape[1] != batch.Length))
            throw _model.Unusable($"{_output} has shape [{string.Join(", ", shape)}] for {batch.Indices.Count} sentences of {batch.Length} tokens");
        if (_head is null) return values;
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var mask = arrays.Mask is null ? null : tensor(arrays.Mask, arrays.Shape);
        return _head.Apply(tensor(values, shape), mask).data<float>().ToArray();
    }

    /// <summary>Encodes a sentence without words: proves that the model runs, and says how long its vectors are.</summary>
    private int Measure() => Vectors(new TokenBatch([0], Length: 2, Tokens: 2), [_tokenization.Encode("", 2)]).Length;

    private static (string Name, bool Pooled) SentenceOutput(OnnxModel model)
    {
        var outputs = model.FloatOutputs.ToDictionary(output => output.Name, output => output.Rank);
        if (outputs.ContainsKey(OnnxExport.SentenceOutput)) return (OnnxExport.SentenceOutput, true);
        if (TokenOutputs.FirstOrDefault(outputs.ContainsKey) is { } named) return (named, false);
        if (model.FloatOutputs.FirstOrDefault(output => output.Rank == 3) is { Name: not null } tokens) return (tokens.Name, false);
        string[] vectors = [.. model.FloatOutputs.Where(output => output.Rank == 2 && !NoVectors.Contains(output.Name)).Select(output => output.Name)];
        return vectors.Length == 1 ? (vectors[0], true) : throw model.Unusable("no output holds token states or sentence vectors");
    }
}
