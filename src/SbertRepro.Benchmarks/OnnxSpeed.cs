using SbertRepro.Encoders;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using TorchSharp;

namespace SbertRepro.Benchmarks;

/// <summary>
/// Which backend is the fastest here, and at which accuracy: BERT-base shapes in libtorch bf16 against our ONNX export in ONNX Runtime, float32 and int8, on the sentences of
/// STS-B test. The same random weights in all of them; the configurations take turns batch by batch.
/// </summary>
internal static class OnnxSpeed
{
    private const string Experiment = "backends-bert-base";

    public static int Run(string[] arguments)
    {
        var options = RaceOptions.Parse("onnx", arguments);
        var sentences = new StsSentences(options.Sentences);
        using var torchHalf = new SentenceBert(BertCheckpoint.Random(BertConfig.Base), sentences.Tokenization, compute: new ComputeOptions { Precision = Precision.BFloat16 });
        using var single = Encoder(OnnxPrecision.Float32, sentences.Tokenization);
        using var int8 = Encoder(OnnxPrecision.Int8, sentences.Tokenization);
        using var halfRate = new MatrixProductRate(BertConfig.Base, LengthBatching.DefaultTokenBudget, torch.ScalarType.BFloat16);
        using var singleRate = new MatrixProductRate(BertConfig.Base, LengthBatching.DefaultTokenBudget, torch.ScalarType.Float32);
        var byLength = LengthBatching.Plan(sentences.Lengths);
        var inputOrder = LengthBatching.InInputOrder(sentences.Lengths, Race.NaiveBatch);
        var naive = new Contestant(
            "onnx", "fp32", "none", $"ONNX Runtime fp32, input order, batches of {Race.NaiveBatch}", single.EncodeBatch, singleRate, inputOrder, sentences.Tokens);
        Contestant[] others =
        [
            new("torch", "bf16", "length", "torch bf16, length batches", torchHalf.EncodeBatch, halfRate, byLength, sentences.Tokens),
            new("onnx", "fp32", "length", "ONNX Runtime fp32, length batches", single.EncodeBatch, singleRate, byLength, sentences.Tokens),
            new("onnx", "int8", "length", "ONNX Runtime int8, length batches", int8.EncodeBatch, null, byLength, sentences.Tokens),
        ];
        var race = new Race(Experiment, "onnx", options);
        race.Run([naive, .. others]);
        double[] cosines = [.. others.Select(naive.SmallestCosineTo)];
        return race.Finish(
            [naive.Row(race.MachineId, Experiment, true), .. others.Select((other, index) => other.Row(race.MachineId, Experiment, cosines[index] >= Race.RequiredCosine))],
            [.. others.Select(other => Ratio(other, naive)), Ratio(others[0], others[2])],
            [
                sentences.Note,
                Race.Text($"smallest cosine to ONNX Runtime fp32 in input order: {cosines[0]:F6} (torch bf16), {cosines[1]:F6} (fp32, length batches), {cosines[2]:F6} (int8); required {Race.RequiredCosine}"),
                Race.Text($"rates of matrix products are libtorch's, probed after every batch, {LengthBatching.DefaultTokenBudget} rows: {naive.ProductGflops:F0} GFLOP/s fp32, {others[0].ProductGflops:F0} bf16; peak memory is of the whole process, all models loaded"),
            ]);
    }

    private static SpeedRatio Ratio(Contestant numerator, Contestant denominator) =>
        PairedRatio.Of($"{numerator.Name} over {denominator.Name}", numerator.SegmentRates, denominator.SegmentRates);

    private static OnnxSentenceEncoder Encoder(OnnxPrecision precision, BertTokenization tokenization)
    {
        var folder = Directory.CreateTempSubdirectory("sbert-repro-");
        try
        {
            using var bert = BertCheckpoint.Random(BertConfig.Base);
            OnnxExport.Write(OnnxExport.Model(bert, new SentenceBertOptions(), [], precision), folder.FullName);
            return new OnnxSentenceEncoder(OnnxModel.Open(folder.FullName, new OnnxOptions { Threads = torch.get_num_threads() }), tokenization, new SentenceBertOptions());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
