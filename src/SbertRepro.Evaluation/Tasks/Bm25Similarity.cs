using Lucene.Net.Search.Similarities;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>
/// BM25 with the document lengths of Lucene 7 and later, in which the published figures were made: exact below 40 words, four significant bits above; Lucene 4
/// keeps three bits of 1 / sqrt(length).
/// </summary>
internal sealed class Bm25Similarity(float k1, float b) : BM25Similarity(k1, b)
{
    /// <summary>Codes up to 24 are the length itself, so that the largest int still fits in 255 (Lucene's SmallFloat.intToByte4).</summary>
    private const int ExactCodes = 24;

    protected override byte EncodeNormValue(float boost, int fieldLength) => Encode(fieldLength);

    protected override float DecodeNormValue(byte code) => Decode(code);

    internal static byte Encode(int length) => (byte)(length < ExactCodes ? length : ExactCodes + ShortFloat(length - ExactCodes));

    internal static long Decode(byte code) => code < ExactCodes ? code : ExactCodes + Long(code - ExactCodes);

    // Three bits after the leading one, then the shift; values below 16 as they are.
    private static int ShortFloat(int value)
    {
        var bits = 32 - int.LeadingZeroCount(value);
        return bits < 4 ? value : ((value >> (bits - 4)) & 7) | ((bits - 3) << 3);
    }

    private static long Long(int code)
    {
        var (bits, shift) = (code & 7, (code >> 3) - 1);
        return shift < 0 ? bits : (long)(bits | 8) << shift;
    }
}
