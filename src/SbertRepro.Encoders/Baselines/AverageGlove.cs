using System.Globalization;
using System.Numerics.Tensors;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Baselines;

/// <summary>How a sentence becomes words that are looked up.</summary>
public enum GloveWords
{
    /// <summary>Split at white space; a token that is unknown is tried without the punctuation around it, then lower-cased (sentence-transformers' word embeddings).</summary>
    Whitespace,

    /// <summary>Lower-cased runs of letters and digits.</summary>
    Letters,
}

/// <summary>The choices behind "average GloVe" that the paper does not state.</summary>
/// <param name="Words">Tokenisation.</param>
/// <param name="StopWords">Words that do not count; empty for none.</param>
/// <param name="Entry">Which file of a zip.</param>
public sealed record AverageGloveOptions(GloveWords Words = GloveWords.Whitespace, IReadOnlySet<string>? StopWords = null, string? Entry = null);

/// <summary>
/// The mean of the word vectors of a sentence (paper section 4, "Avg. GloVe embeddings"). A sentence without any known word is the zero vector.
/// The file is streamed whenever words come up that were not sought before; tell <see cref="Prepare"/> all sentences first and it is read once.
/// </summary>
public sealed class AverageGlove(string path, AverageGloveOptions options) : ISentenceEncoder
{
    private readonly HashSet<string> _sought = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _known = new(StringComparer.Ordinal);
    private int _dimension;

    public int Dimension
    {
        get
        {
            if (_dimension == 0) Seek([]);
            return _dimension;
        }
    }

    /// <summary>Reads the vectors of all words of <paramref name="sentences"/>.</summary>
    public void Prepare(IEnumerable<string> sentences, CancellationToken cancellation = default) =>
        Seek([.. sentences.SelectMany(Tokens).SelectMany(Spellings).Distinct(StringComparer.Ordinal)], cancellation);

    public SentenceVectors Encode(IReadOnlyList<string> sentences, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        Prepare(sentences, cancellation);
        var vectors = new SentenceVectors(sentences.Count, Dimension);
        Parallel.For(0, sentences.Count, new ParallelOptions { CancellationToken = cancellation }, index => Write(sentences[index], vectors[index]));
        progress?.Report(new WorkProgress(sentences.Count, sentences.Count));
        return vectors;
    }

    /// <summary>How much of the text the vectors know: what a number from partial vectors must be read with.</summary>
    public string Coverage(IReadOnlyList<string> sentences)
    {
        Prepare(sentences);
        var (tokens, found, empty) = (0L, 0L, 0);
        foreach (var vectors in sentences.Select(sentence => WordVectors(sentence).ToList()))
        {
            tokens += vectors.Count;
            found += vectors.Count(vector => vector is not null);
            if (vectors.All(vector => vector is null)) empty++;
        }
        return string.Create(CultureInfo.InvariantCulture,
            $"{100.0 * found / Math.Max(1, tokens):F1} % of {tokens:N0} words have a vector; {empty:N0} of {sentences.Count:N0} sentences have none and are the zero vector");
    }

    public void Dispose()
    {
    }

    private void Write(string sentence, Span<float> vector)
    {
        var count = 0;
        foreach (var word in WordVectors(sentence).OfType<float[]>())
        {
            TensorPrimitives.Add(vector, word, vector);
            count++;
        }
        if (count > 0) TensorPrimitives.Divide(vector, count, vector);
    }

    private void Seek(IReadOnlyCollection<string> words, CancellationToken cancellation = default)
    {
        var unseen = words.Where(word => !_sought.Contains(word)).ToHashSet(StringComparer.Ordinal);
        if (unseen.Count == 0 && _dimension > 0) return;
        var vectors = GloveVectors.Read(path, options.Entry, unseen, cancellation);
        _dimension = vectors.Dimension;
        foreach (var word in unseen)
            if (vectors.Find(word) is { } vector) _known[word] = vector;
        _sought.UnionWith(unseen);
    }

    private IEnumerable<string> Tokens(string sentence) => options.Words == GloveWords.Whitespace
        ? sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        : Words.Of(sentence);

    // One item per word that counts; null where it has no vector.
    private IEnumerable<float[]?> WordVectors(string sentence)
    {
        foreach (var token in Tokens(sentence))
        {
            // The spellings are tried in turn; a stop word ends the search as a known word does.
            var hit = Spellings(token).FirstOrDefault(spelling => IsStopWord(spelling) || _known.ContainsKey(spelling));
            if (hit is null) yield return null;
            else if (!IsStopWord(hit)) yield return _known[hit];
        }
    }

    private bool IsStopWord(string word) => options.StopWords?.Contains(word) == true;

    // As written, without the punctuation around it, and that in lower case: the first that is known counts.
    private IEnumerable<string> Spellings(string token)
    {
        yield return token;
        if (options.Words == GloveWords.Letters) yield break;
        var bare = token.Trim(Punctuation);
        if (bare != token && bare.Length > 0) yield return bare;
        var lower = bare.ToLowerInvariant();
        if (lower != bare) yield return lower;
    }

    private const string PunctuationMarks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"; // ASCII's

    private static readonly char[] Punctuation = PunctuationMarks.ToCharArray();
}
