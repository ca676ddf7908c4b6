using System.Text;
using Microsoft.ML.Tokenizers;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders;

/// <summary>A sentence pair as BERT reads it: [CLS] first [SEP] second [SEP].</summary>
/// <param name="Ids">Token ids of the whole sequence.</param>
/// <param name="FirstLength">Tokens of segment 0, the first [SEP] included; those from here on are segment 1.</param>
public readonly record struct PairTokens(int[] Ids, int FirstLength)
{
    /// <summary>Segment (token type) of the token at <paramref name="position"/>: 0 or 1.</summary>
    public int Segment(int position) => position < FirstLength ? 0 : 1;
}

/// <summary>
/// BERT's tokenisation: text to WordPiece ids, with [CLS] and [SEP] around them. Immutable, so safe for concurrent use.
/// Words come from <see cref="BertText"/>, word pieces from Microsoft.ML.Tokenizers.
/// </summary>
public sealed class BertTokenization
{
    private readonly BertTokenizationSettings _settings;
    private readonly BertText _text;
    private readonly WordPieceTokenizer _wordPiece;

    internal BertTokenization(BertTokenizationSettings settings)
    {
        _settings = settings;
        UnknownId = Vocabulary.Id(settings.UnknownToken);
        _text = new BertText(settings.Text, settings.SpecialTokens, settings.UnknownToken, settings.MaximumWordLength);
        _wordPiece = WordPieceTokenizer.Create(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary.Tokens))),
            new WordPieceOptions
            {
                PreTokenizer = new SpaceSeparated(),
                UnknownToken = settings.UnknownToken,
                ContinuingSubwordPrefix = settings.ContinuationPrefix,
                MaxInputCharsPerWord = 2 * settings.MaximumWordLength, // UTF-16 units here; BertText has replaced words of more code points
            });
    }

    /// <summary>From a vocabulary of one token per line.</summary>
    public static BertTokenization FromVocabulary(string path, BertTextOptions? text = null) => new(BertTokenizationFiles.ReadVocabulary(path, text ?? new BertTextOptions()));

    /// <summary>From Hugging Face's tokenizer.json. Its truncation and padding sections are ignored: the length is an argument here, and padding belongs to the batch.</summary>
    /// <exception cref="ActionableException">The file asks for something that is not implemented; the message names it.</exception>
    public static BertTokenization FromTokenizerJson(string path) => new(TokenizerJson.Read(path));

    /// <summary>From a model folder: tokenizer.json, else vocab.txt; tokenizer_config.json, if there, has the last word on lower-casing, accents and ideographs.</summary>
    public static BertTokenization FromFolder(string folder) => new(BertTokenizationFiles.ReadFolder(folder));

    public Vocabulary Vocabulary => _settings.Vocabulary;

    public BertTextOptions Text => _settings.Text;

    public int UnknownId { get; }

    public int ClassificationId => Special("[CLS]");

    public int SeparatorId => Special("[SEP]");

    public int PaddingId => Vocabulary.Id("[PAD]");

    public int MaskId => Vocabulary.Id("[MASK]");

    /// <summary>Ids of <paramref name="text"/> without [CLS] and [SEP]; empty for text without words.</summary>
    public int[] EncodeWithoutSpecialTokens(string text) => [.. _wordPiece.EncodeToIds(_text.Words(text), considerNormalization: false)];

    /// <summary>[CLS] text [SEP], cut to <paramref name="maxTokens"/> in all.</summary>
    public int[] Encode(string text, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 2);
        var ids = EncodeWithoutSpecialTokens(text);
        return [ClassificationId, .. ids.AsSpan(0, Math.Min(ids.Length, maxTokens - 2)), SeparatorId];
    }

    /// <summary>
    /// [CLS] first [SEP] second [SEP], cut to <paramref name="maxTokens"/> in all by taking tokens from the end of the longer text, as the BERT of the paper does.
    /// (On an odd budget and two long texts that leaves the first one token more; Rust tokenizers leave the second one more unless the first is the longer.)
    /// </summary>
    public PairTokens EncodePair(string first, string second, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 3);
        return Join(EncodeWithoutSpecialTokens(first), EncodeWithoutSpecialTokens(second), maxTokens);
    }

    /// <summary><see cref="EncodePair"/> of ids that are there already.</summary>
    internal PairTokens Join(int[] a, int[] b, int maxTokens)
    {
        var budget = maxTokens - 3;
        if (a.Length + b.Length > budget)
        {
            var kept = Math.Min(a.Length, Math.Max((budget + 1) / 2, budget - b.Length));
            (a, b) = (a[..kept], b[..(budget - kept)]);
        }

        return new PairTokens([ClassificationId, .. a, SeparatorId, .. b, SeparatorId], a.Length + 2);
    }

    /// <summary><see cref="Encode"/> of each text on all cores; item i of the result belongs to <c>texts[i]</c>.</summary>
    public IReadOnlyList<int[]> EncodeBatch(IReadOnlyList<string> texts, int maxTokens, CancellationToken cancellation = default) =>
        OnAllCores(texts, text => Encode(text, maxTokens), cancellation);

    /// <summary><see cref="EncodePair"/> of each pair on all cores, order kept.</summary>
    public IReadOnlyList<PairTokens> EncodeBatch(IReadOnlyList<SentencePair> pairs, int maxTokens, CancellationToken cancellation = default) =>
        OnAllCores(pairs, pair => EncodePair(pair.First, pair.Second, maxTokens), cancellation);

    /// <summary>The tokens behind ids, for display.</summary>
    public string[] Tokens(IEnumerable<int> ids) => [.. ids.Select(id => Vocabulary[id])];

    private static TResult[] OnAllCores<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> encode, CancellationToken cancellation)
    {
        var results = new TResult[items.Count];
        Parallel.For(0, items.Count, new ParallelOptions { CancellationToken = cancellation }, index => results[index] = encode(items[index]));
        return results;
    }

    private int Special(string token) => _settings.WithoutTemplate is { } reason
        ? throw new ActionableException($"{token} cannot be added: {reason}", expected: "text encoded without special tokens")
        : Vocabulary.Id(token);

    /// <summary>Hands the words of <see cref="BertText.Words"/> to the library one by one.</summary>
    private sealed class SpaceSeparated : PreTokenizer
    {
        public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

        public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
        {
            for (int start = 0, end; start < text.Length; start = end + 1)
            {
                end = text.IndexOf(' ', start);
                yield return (start, end - start);
            }
        }
    }
}
