using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Training;

/// <summary>A tokenised text as pairs of neighbouring lines of one document, for next-sentence prediction (Devlin et al. 2019, section 3.1).</summary>
public sealed class PairedText
{
    /// <summary>Tokens, [CLS] and [SEP] included: two sentences of the usual length.</summary>
    public const int LongestPair = 64;

    private readonly ushort[] tokens;
    private readonly List<int> starts = [];
    private readonly List<int> firsts = [];
    private readonly BertTokenization tokenization;

    private PairedText(ushort[] tokens, BertTokenization tokenization)
    {
        (this.tokens, this.tokenization) = (tokens, tokenization);
        var (at, isFirst) = (0, true);
        while (at < tokens.Length)
        {
            var length = tokens[at] == tokenization.PaddingId ? 0 : tokens.AsSpan(at).IndexOf((ushort)tokenization.SeparatorId);
            if (length > 0 && !isFirst) firsts.Add(starts.Count - 1);
            if (length > 0) starts.Add(at);
            isFirst = length == 0;
            at += length + 1;
        }
    }

    /// <summary>Pairs.</summary>
    public int Count => firsts.Count;

    /// <summary>[CLS] a [SEP] b [SEP], at most <see cref="LongestPair"/> tokens, the longer line cut first.</summary>
    /// <param name="first">The pair that a begins.</param>
    /// <param name="second">The pair that b ends: the same for neighbours, any other for strangers.</param>
    public PairTokens Read(int first, int second) => tokenization.Join(Line(firsts[first]), Line(firsts[second] + 1), LongestPair);

    /// <summary>Tokenises on all cores and keeps the result in a file, which is read back the next time.</summary>
    /// <param name="path">Little-endian 16-bit ids, [SEP] after each line, [PAD] after each document.</param>
    /// <param name="documents">Only enumerated when the file is not there.</param>
    /// <param name="tokenization">Of at most 65,536 tokens.</param>
    public static PairedText OpenOrBuild(string path, Func<IEnumerable<IReadOnlyList<string>>> documents, BertTokenization tokenization)
    {
        TokenFile.WriteIfMissing(path, documents, tokenization, endDocuments: true);
        var text = new PairedText(TokenFile.Read(path), tokenization);
        return text.Count > 1 ? text : throw new ActionableException($"{text.Count} pairs of neighbouring lines", path, "at least two");
    }

    private int[] Line(int line)
    {
        var length = tokens.AsSpan(starts[line]).IndexOf((ushort)tokenization.SeparatorId);
        return Array.ConvertAll(tokens[starts[line]..(starts[line] + length)], id => (int)id);
    }
}
