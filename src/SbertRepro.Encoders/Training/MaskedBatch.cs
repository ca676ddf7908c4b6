using SbertRepro.Evaluation.Metrics;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Sequences with hidden words (Devlin et al. 2019, section 3.1): of 15 % of the word pieces, 80 % become [MASK], 10 % a random piece, and 10 %
/// stay as they are; the model predicts what stood there. Sequences of two lines also ask whether the second follows the first.
/// </summary>
/// <param name="Ids">(B, T) row-major, as the model sees them.</param>
/// <param name="Segments">(B, T) 0 or 1.</param>
/// <param name="Length">T.</param>
/// <param name="Positions">Of the M predictions, in 0 ... B T - 1, ascending.</param>
/// <param name="Labels">The M ids that stood there.</param>
public sealed record MaskedBatch(long[] Ids, long[] Segments, int Length, long[] Positions, long[] Labels)
{
    public const double MaskRate = 0.15;

    private const double MaskShare = 0.8;
    private const double RandomShare = 0.1;

    /// <summary>(B, T) false at padding; null where no row is padded.</summary>
    public bool[]? Mask { get; init; }

    /// <summary>(B) 0 where the second line follows the first in its text, 1 where it is of another place, as in BERT's release; null where rows are not pairs.</summary>
    public long[]? Strangers { get; init; }

    /// <summary>Padding not counted.</summary>
    public int Tokens => Mask?.Count(counts => counts) ?? Ids.Length;

    /// <summary>Hides words of the rows; every choice comes from <paramref name="random"/>.</summary>
    /// <param name="rows">(B, T) row-major ids, changed in place.</param>
    /// <param name="length">T.</param>
    /// <param name="tokenization">Says which ids are special; those are neither hidden nor drawn.</param>
    /// <param name="random">Its state moves on.</param>
    public static MaskedBatch Create(long[] rows, int length, BertTokenization tokenization, ref SplitMix64 random)
    {
        var segments = new long[rows.Length];
        for (var start = 0; start < rows.Length; start += length)
            AssignSegments(rows.AsSpan(start, length), segments.AsSpan(start, length), tokenization.SeparatorId, ref random);
        return Hide(rows, segments, length, tokenization, ref random);
    }

    /// <summary>Hides words of rows that are pairs of lines.</summary>
    /// <param name="batch">Its ids are changed in place.</param>
    /// <param name="strangers">See <see cref="Strangers"/>.</param>
    /// <param name="tokenization">Says which ids are special.</param>
    /// <param name="random">Its state moves on.</param>
    internal static MaskedBatch Create(BatchArrays batch, long[] strangers, BertTokenization tokenization, ref SplitMix64 random) =>
        Hide(batch.Ids, batch.Segments!, (int)batch.Shape[1], tokenization, ref random) with { Mask = batch.Mask, Strangers = strangers };

    /// <summary>The tensors of the model's input and of the positions and labels (M).</summary>
    public (BertInput Input, Tensor Positions, Tensor Labels) ToTensors()
    {
        long[] shape = [Ids.Length / Length, Length];
        return (new BertInput(tensor(Ids, shape), Mask is null ? null : tensor(Mask, shape), tensor(Segments, shape)), tensor(Positions), tensor(Labels));
    }

    private static MaskedBatch Hide(long[] rows, long[] segments, int length, BertTokenization tokenization, ref SplitMix64 random)
    {
        List<long> positions = [];
        List<long> labels = [];
        var firstWord = WordPieceVocabulary.SpecialTokens.Count;
        for (var at = 0; at < rows.Length; at++)
        {
            if (rows[at] < firstWord || random.NextDouble() >= MaskRate) continue;
            positions.Add(at);
            labels.Add(rows[at]);
            var draw = random.NextDouble();
            if (draw < MaskShare) rows[at] = tokenization.MaskId;
            else if (draw < MaskShare + RandomShare) rows[at] = firstWord + random.Below(tokenization.Vocabulary.Count - firstWord);
        }

        return new MaskedBatch(rows, segments, length, [.. positions], [.. labels]);
    }

    // Half of the rows are read as a pair, cut at one of their sentence ends, so that the second segment embedding is trained too.
    private static void AssignSegments(Span<long> row, Span<long> segments, long separator, ref SplitMix64 random)
    {
        var inner = row[..^1].Count(separator);
        if (inner == 0 || random.NextDouble() < 0.5) return;
        var chosen = random.Below(inner);
        var at = row.IndexOf(separator);
        while (chosen-- > 0) at += 1 + row[(at + 1)..].IndexOf(separator);
        segments[(at + 1)..].Fill(1);
    }
}
