using System.Numerics.Tensors;
using System.Text.Json;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Baselines;

/// <summary>
/// One fixed vector per word piece; a sentence is the mean of its pieces, normalised to length 1. The layout of Model2Vec:
/// a folder with <c>model.safetensors</c> (one V x D tensor, int8, f16, bf16 or f32), <c>tokenizer.json</c> and <c>config.json</c>.
/// Special tokens and unknown pieces do not count. An int8 table has no scale: the length of the mean is lost in the normalisation anyway.
/// </summary>
public sealed class StaticTokenTable : ISentenceEncoder
{
    // As Model2Vec cuts; no sentence of the similarity sets comes near.
    private const int MaximumTokens = 512;

    private static readonly string[] TensorNames = ["embeddings", "embedding.weight"]; // Model2Vec; sentence-transformers' StaticEmbedding

    private readonly BertTokenization _tokenization;
    private readonly float[] _table;
    private readonly bool _normalize;

    private StaticTokenTable(BertTokenization tokenization, float[] table, int dimension, bool normalize) =>
        (_tokenization, _table, Dimension, _normalize) = (tokenization, table, dimension, normalize);

    public int Dimension { get; }

    /// <exception cref="ActionableException">A file is missing, the table is not V x D, or V is not the size of the vocabulary.</exception>
    public static StaticTokenTable Load(string folder)
    {
        var tokenization = BertTokenization.FromTokenizerJson(Path.Combine(folder, "tokenizer.json"));
        using var weights = Safetensors.Open(Path.Combine(folder, "model.safetensors"));
        var name = TensorNames.FirstOrDefault(weights.Contains)
            ?? throw new ActionableException($"tensors {string.Join(", ", weights.Entries.Select(entry => entry.Name))}", weights.Path, string.Join(" or ", TensorNames));
        var shape = weights[name].Shape;
        if (shape is not [var rows, var columns] || rows != tokenization.Vocabulary.Count)
            throw new ActionableException($"{name} is [{string.Join(" x ", shape)}]", weights.Path, $"{tokenization.Vocabulary.Count} rows, one per piece of tokenizer.json");
        return new StaticTokenTable(tokenization, weights.ReadFloats(name), checked((int)columns), Normalizes(Path.Combine(folder, "config.json")));
    }

    public SentenceVectors Encode(IReadOnlyList<string> sentences, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var vectors = new SentenceVectors(sentences.Count, Dimension);
        var done = 0L;
        Parallel.For(0, sentences.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            Write(sentences[index], vectors[index]);
            // Progress in steps: a report per sentence would cost more than the sentence.
            if (Interlocked.Increment(ref done) is var now && now % 1024 == 0) progress?.Report(new WorkProgress(now, sentences.Count));
        });
        progress?.Report(new WorkProgress(sentences.Count, sentences.Count));
        return vectors;
    }

    public void Dispose()
    {
    }

    private void Write(string sentence, Span<float> vector)
    {
        var count = 0;
        foreach (var id in _tokenization.EncodeWithoutSpecialTokens(sentence).Where(id => id != _tokenization.UnknownId).Take(MaximumTokens))
        {
            TensorPrimitives.Add(vector, _table.AsSpan(checked(id * Dimension), Dimension), vector);
            count++;
        }
        if (count == 0) return;
        TensorPrimitives.Divide(vector, count, vector);
        if (_normalize && TensorPrimitives.Norm(vector) is var norm and > 0) TensorPrimitives.Divide(vector, norm, vector);
    }

    private static bool Normalizes(string path)
    {
        if (!File.Exists(path)) throw new ActionableException("no such file", path, "config.json of a Model2Vec model");
        try
        {
            using var config = JsonDocument.Parse(File.ReadAllBytes(path));
            return !config.RootElement.TryGetProperty("normalize", out var normalize) || normalize.GetBoolean();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ActionableException(error.Message, path, "a JSON object whose \"normalize\" is true or false", inner: error);
        }
    }
}
