using SbertRepro.Encoders.Native;
using TorchSharp;

namespace SbertRepro.Encoders.Tests.Models;

/// <summary>A BERT of one layer with random weights and a vocabulary of letters, as a folder in the Hugging Face layout.</summary>
internal static class TinyModel
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}"), .. Enumerable.Range('a', 26).Select(letter => $"##{(char)letter}")];

    public static void Write(string folder, long seed = 0)
    {
        LibTorch.Load();
        Directory.CreateDirectory(folder);
        var config = new BertConfig { VocabularySize = Vocabulary.Length, HiddenSize = 8, Layers = 1, Heads = 2, IntermediateSize = 16, MaxPositions = 64 };
        using var bert = BertCheckpoint.Random(config, seed);
        SafetensorsWriter.Write(Path.Combine(folder, BertCheckpoint.WeightsFile),
            [.. bert.named_parameters().Select(named => new SafetensorsTensor(named.name, SafetensorsType.F32, named.parameter.shape, () => Values(named.parameter)))]);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), Vocabulary);
        File.WriteAllText(Path.Combine(folder, "config.json"), $$"""
            {"model_type": "bert", "architectures": ["BertModel"], "hidden_act": "gelu", "vocab_size": {{config.VocabularySize}}, "hidden_size": {{config.HiddenSize}},
             "num_hidden_layers": {{config.Layers}}, "num_attention_heads": {{config.Heads}}, "intermediate_size": {{config.IntermediateSize}},
             "max_position_embeddings": {{config.MaxPositions}}, "type_vocab_size": {{config.SegmentTypes}}}
            """);
    }

    private static float[] Values(torch.Tensor tensor) => tensor.detach().data<float>().ToArray();
}
