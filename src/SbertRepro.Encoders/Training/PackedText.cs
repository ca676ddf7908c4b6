namespace SbertRepro.Encoders.Training;

/// <summary>
/// A tokenised text: the word pieces of all lines in order, [SEP] after each, cut into blocks of <see cref="BlockLength"/>. A training sequence is taken from
/// a place in the stream and may run over the end of a document, as in RoBERTa's FULL-SENTENCES (Liu et al. 2019, section 4.2): no position is padding.
/// </summary>
public sealed class PackedText(ushort[] tokens, int classificationId, int separatorId)
{
    /// <summary>Tokens of the longest sequence.</summary>
    public const int BlockLength = 128;

    /// <summary>How far a sequence may be moved to begin with a sentence.</summary>
    private const int SentenceSearch = 32;

    public long Count => tokens.Length;

    /// <summary>Whole blocks; what follows the last one is left for sequences that are moved.</summary>
    public int Blocks => Math.Max(0, (tokens.Length / BlockLength) - 1);

    /// <summary>Fills a row with [CLS], the tokens from about <paramref name="start"/> on, and [SEP].</summary>
    public void Fill(Span<long> row, int start)
    {
        start = SentenceStart(start);
        row[0] = classificationId;
        for (var at = 1; at < row.Length - 1; at++) row[at] = tokens[start + at - 1];
        row[^1] = separatorId;
    }

    /// <summary>Tokenises on all cores and keeps the result in a file, which is read back the next time.</summary>
    /// <param name="path">Little-endian 16-bit ids; written under a temporary name and renamed.</param>
    /// <param name="documents">Only enumerated when the file is not there.</param>
    /// <param name="tokenization">Of at most 65,536 tokens.</param>
    public static PackedText OpenOrBuild(string path, Func<IEnumerable<IReadOnlyList<string>>> documents, BertTokenization tokenization)
    {
        TokenFile.WriteIfMissing(path, documents, tokenization);
        return new PackedText(TokenFile.Read(path), tokenization.ClassificationId, tokenization.SeparatorId);
    }

    private int SentenceStart(int start)
    {
        if (start == 0) return 0;
        var separator = tokens.AsSpan(start - 1, SentenceSearch).IndexOf((ushort)separatorId);
        return separator < 0 ? start : start + separator;
    }
}
