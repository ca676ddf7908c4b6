using SbertRepro.Encoders;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Encoders.Speed;
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
        var inputOrder = LengthBatching.InInputOrder(sentences.Lengths, Turns.NaiveBatch);
        var naive = sentences.Contestant(
            new("onnx", "fp32", "none"), $"ONNX Runtime fp32, input order, batches of {Turns.NaiveBatch}", single.EncodeBatch, singleRate, inputOrder);
        Contestant[] others =
        [
            sentences.Contestant(new("torch", "bf16", "length"), "torch bf16, length batches", torchHalf.EncodeBatch, halfRate, byLength),
            sentences.Contestant(new("onnx", "fp32", "length"), "ONNX Runtime fp32, length batches", single.EncodeBatch, singleRate, byLength),
            sentences.Contestant(new("onnx", "int8", "length"), "ONNX Runtime int8, length batches", int8.EncodeBatch, null, byLength),
        ];
        var race = new Race(Experiment, "onnx", options);
        race.Run([naive, .. others]);
        double[] cosines = [.. others.Select(naive.SmallestCosineTo)];
        return race.Finish(
            [race.Row(naive, true), .. others.Select((other, index) => race.Row(other, cosines[index] >= Turns.RequiredCosine))],
            [.. others.Select(other => other.RatioTo(naive)), others[0].RatioTo(others[2])],
            [
                sentences.Note,
                Race.Text($"smallest cosine to ONNX Runtime fp32 in input order: {cosines[0]:F6} (torch bf16), {cosines[1]:F6} (fp32, length batches), {cosines[2]:F6} (int8); required {Turns.RequiredCosine}"),
                Race.Text($"rates of matrix products are libtorch's, probed after every batch, {LengthBatching.DefaultTokenBudget} rows: {naive.ProductGflops:F0} GFLOP/s fp32, {others[0].ProductGflops:F0} bf16; peak memory is of the whole process, all models loaded"),
            ]);
    }

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
