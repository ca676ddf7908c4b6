using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Onnx;

/// <summary>A cross-encoder in ONNX Runtime: our own export, or a foreign sequence classifier with one output (logits) in the usual hub layout.</summary>
public sealed class OnnxPairScorer : IPairScorer
{
    private readonly OnnxModel _model;
    private readonly BertTokenization _tokenization;
    private readonly string _output;
    private readonly bool _sigmoid;
    private readonly int _maxTokens;
    private readonly int _tokenBudget;

    private OnnxPairScorer(OnnxModel model, BertTokenization tokenization, bool sigmoid, int maxTokens, int tokenBudget)
    {
        (_model, _tokenization, _maxTokens, _tokenBudget) = (model, tokenization, maxTokens, tokenBudget);
        (_output, var isScore) = ScoreOutput(model);
        if (isScore && !sigmoid) throw model.Unusable("the sigmoid is inside the graph and cannot be left out");
        _sigmoid = sigmoid && !isScore;
    }

    /// <param name="folder">Tokenizer, settings and model.</param>
    /// <param name="options">File, device, threads.</param>
    /// <param name="sigmoid">Maps the logit to 0 ... 1, as <see cref="CrossEncoder"/> does; a model that has the sigmoid inside cannot do without.</param>
    /// <exception cref="ActionableException">There is no model, or it is none that gives one score; the message lists its inputs and outputs.</exception>
    public static OnnxPairScorer Load(string folder, OnnxOptions? options = null, bool sigmoid = true)
    {
        options ??= new OnnxOptions();
        var tokenization = BertTokenization.FromFolder(folder);
        var maxTokens = OnnxModel.MaxPositions(folder);
        var model = OnnxModel.Open(folder, options);
        try
        {
            return new OnnxPairScorer(model, tokenization, sigmoid, maxTokens, options.TokenBudget);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public float[] Score(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var encoded = _tokenization.EncodeBatch(pairs, _maxTokens, cancellation);
        var (tokens, firstLengths) = (encoded.Select(pair => pair.Ids).ToArray(), encoded.Select(pair => pair.FirstLength).ToArray());
        var scores = new float[pairs.Count];
        LengthBatching.Plan([.. tokens.Select(ids => ids.Length)], _tokenBudget).Run(ScoreBatch, progress, cancellation);
        return scores;

        void ScoreBatch(TokenBatch batch)
        {
            var (logits, shape) = _model.Run(_output, BatchArrays.Create(batch, tokens, firstLengths, _tokenization.PaddingId));
            if (logits.Length != batch.Indices.Count) throw _model.Unusable($"{_output} has shape [{string.Join(", ", shape)}] for {batch.Indices.Count} pairs");
            for (var row = 0; row < logits.Length; row++) scores[batch.Indices[row]] = _sigmoid ? 1 / (1 + MathF.Exp(-logits[row])) : logits[row];
        }
    }

    public void Dispose() => _model.Dispose();

    private static (string Name, bool IsScore) ScoreOutput(OnnxModel model)
    {
        string[] names = [.. model.FloatOutputs.Select(output => output.Name)];
        if (names.Contains(OnnxExport.ScoreOutput)) return (OnnxExport.ScoreOutput, true);
        if (names.Contains(OnnxExport.LogitsOutput)) return (OnnxExport.LogitsOutput, false);
        return names.Length == 1 ? (names[0], false) : throw model.Unusable("no output holds a score");
    }
}
