using SbertRepro.Encoders;
using SbertRepro.Evaluation.Timing;
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
        var (inputOrder, byLength) = (LengthBatching.InInputOrder(sentences.Lengths, Race.NaiveBatch), LengthBatching.Plan(sentences.Lengths));
        var naive = new Contestant("torch", "fp32", "none", $"fp32, input order, batches of {Race.NaiveBatch}", single.EncodeBatch, singleRate, inputOrder, sentences.Tokens);
        var length = new Contestant("torch", "fp32", "length", "fp32, length batches", single.EncodeBatch, singleRate, byLength, sentences.Tokens);
        var fast = new Contestant("torch", "bf16", "length", "bf16, length batches", half.EncodeBatch, halfRate, byLength, sentences.Tokens);
        var race = new Race(Experiment, "encoding", options);
        race.Run([naive, length, fast]);
        var (lengthCosine, fastCosine) = (naive.SmallestCosineTo(length), naive.SmallestCosineTo(fast));
        return race.Finish(
            [
                naive.Row(race.MachineId, Experiment, true),
                length.Row(race.MachineId, Experiment, lengthCosine >= Race.RequiredEquality),
                fast.Row(race.MachineId, Experiment, fastCosine >= Race.RequiredCosine),
            ],
            [
                PairedRatio.Of($"{fast.Name} over {naive.Name}", fast.SegmentRates, naive.SegmentRates),
                PairedRatio.Of($"{length.Name} over {naive.Name}", length.SegmentRates, naive.SegmentRates),
                PairedRatio.Of($"{fast.Name} over its matrix product rate", fast.SegmentGflops, fast.SegmentProductGflops),
            ],
            [
                sentences.Note,
                Race.Text($"smallest cosine to fp32 in input order: {lengthCosine:F6} (fp32, length batches), {fastCosine:F6} (bf16); required {Race.RequiredEquality} and {Race.RequiredCosine}"),
                Race.Text($"rate of matrix products probed after every batch, {LengthBatching.DefaultTokenBudget} rows: {(naive.ProductGflops + length.ProductGflops) / 2:F0} GFLOP/s fp32, {fast.ProductGflops:F0} bf16; peak memory is of the whole process, both models loaded"),
            ]);
    }

    private static SentenceBert Encoder(Precision precision, BertTokenization tokenization) =>
        new(BertCheckpoint.Random(BertConfig.Base), tokenization, compute: new ComputeOptions { Precision = precision });
}
