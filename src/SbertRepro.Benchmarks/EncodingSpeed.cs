using SbertRepro.Encoders;
using SbertRepro.Encoders.Speed;
using TorchSharp;

namespace SbertRepro.Benchmarks;

/// <summary>
/// How fast BERT-base encodes the sentences of STS-B test on this CPU (paper Table 7), and which share of the matrix product rate that is.
/// Weights are random: time does not depend on them. The configurations take turns batch by batch, each followed by a probe of the matrix product rate.
/// </summary>
internal static class EncodingSpeed
{
    private const string Experiment = "encoding-bert-base";

    public static int Run(string[] arguments)
    {
        var options = RaceOptions.Parse("encoding", arguments);
        var sentences = new StsSentences(options.Sentences);
        using var single = Encoder(Precision.Float32, sentences.Tokenization);
        using var half = Encoder(Precision.BFloat16, sentences.Tokenization);
        using var singleRate = new MatrixProductRate(BertConfig.Base, LengthBatching.DefaultTokenBudget, torch.ScalarType.Float32);
        using var halfRate = new MatrixProductRate(BertConfig.Base, LengthBatching.DefaultTokenBudget, torch.ScalarType.BFloat16);
        var (inputOrder, byLength) = (LengthBatching.InInputOrder(sentences.Lengths, Turns.NaiveBatch), LengthBatching.Plan(sentences.Lengths));
        var naive = sentences.Contestant(new("torch", "fp32", "none"), $"fp32, input order, batches of {Turns.NaiveBatch}", single.EncodeBatch, singleRate, inputOrder);
        var length = sentences.Contestant(new("torch", "fp32", "length"), "fp32, length batches", single.EncodeBatch, singleRate, byLength);
        var fast = sentences.Contestant(new("torch", "bf16", "length"), "bf16, length batches", half.EncodeBatch, halfRate, byLength);
        var race = new Race(Experiment, "encoding", options);
        race.Run([naive, length, fast]);
        var (lengthCosine, fastCosine) = (naive.SmallestCosineTo(length), naive.SmallestCosineTo(fast));
        return race.Finish(
            [
                race.Row(naive, true),
                race.Row(length, lengthCosine >= Turns.RequiredEquality),
                race.Row(fast, fastCosine >= Turns.RequiredCosine),
            ],
            [
                fast.RatioTo(naive),
                length.RatioTo(naive),
                fast.ShareOfProducts(),
            ],
            [
                sentences.Note,
                Race.Text($"smallest cosine to fp32 in input order: {lengthCosine:F6} (fp32, length batches), {fastCosine:F6} (bf16); required {Turns.RequiredEquality} and {Turns.RequiredCosine}"),
                Race.Text($"rate of matrix products probed after every batch, {LengthBatching.DefaultTokenBudget} rows: {(naive.ProductGflops + length.ProductGflops) / 2:F0} GFLOP/s fp32, {fast.ProductGflops:F0} bf16; peak memory is of the whole process, both models loaded"),
            ]);
    }

    private static SentenceBert Encoder(Precision precision, BertTokenization tokenization) =>
        new(BertCheckpoint.Random(BertConfig.Base), tokenization, compute: new ComputeOptions { Precision = precision });
}
