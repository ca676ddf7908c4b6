namespace SbertRepro.Experiments;

/// <summary>Why rows of several tables have no system behind them.</summary>
internal static class NotImplemented
{
    public const string InferSent = "InferSent is a BiLSTM of 2017 whose weights need the full 840B vectors; it is not implemented here";

    public const string UniversalSentenceEncoder = "published as a TensorFlow Hub graph, which nothing here can run";

    public const string Roberta = "RoBERTa's byte-level tokeniser and position offset are not implemented";
}
