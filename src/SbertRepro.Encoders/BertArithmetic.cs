namespace SbertRepro.Encoders;

/// <summary>Floating point operations of a BERT encoder: a multiply-add counts two; norms, activations and softmax are not counted.</summary>
public static class BertArithmetic
{
    /// <summary>Operations for one sentence of <paramref name="tokens"/> tokens, padding not included.</summary>
    public static double Operations(BertConfig config, int tokens)
    {
        double hidden = config.HiddenSize;
        var perToken = (4 * hidden * hidden) + (2 * hidden * config.IntermediateSize); // query, key, value, output; up and down
        var attention = 2 * hidden * tokens;                                           // Q K^T and its product with V, all heads
        return config.Layers * 2 * tokens * (perToken + attention);
    }
}
