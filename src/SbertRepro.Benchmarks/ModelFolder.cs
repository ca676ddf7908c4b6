using System.Globalization;
using SbertRepro.Encoders;

namespace SbertRepro.Benchmarks;

/// <summary>A model with random weights as a folder that training starts from; gone when disposed.</summary>
internal sealed class ModelFolder : IDisposable
{
    public ModelFolder(BertConfig config)
    {
        using var bert = BertCheckpoint.Random(config);
        SafetensorsWriter.Write(
            System.IO.Path.Combine(Path, BertCheckpoint.WeightsFile),
            [.. bert.named_parameters().Select(item => new SafetensorsTensor(item.name, SafetensorsType.F32, item.parameter.shape, () => item.parameter.data<float>().ToArray()))]);
        File.WriteAllText(System.IO.Path.Combine(Path, "config.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            {"model_type": "bert", "vocab_size": {{config.VocabularySize}}, "hidden_size": {{config.HiddenSize}}, "num_hidden_layers": {{config.Layers}}, "num_attention_heads": {{config.Heads}},
             "intermediate_size": {{config.IntermediateSize}}, "max_position_embeddings": {{config.MaxPositions}}, "type_vocab_size": {{config.SegmentTypes}}}
            """));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("sbert-repro-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
