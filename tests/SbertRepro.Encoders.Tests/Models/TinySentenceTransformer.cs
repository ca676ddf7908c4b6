namespace SbertRepro.Encoders.Tests.Models;

/// <summary><see cref="TinyModel"/> with the modules of sentence-transformers behind it: pooling, a linear layer 8 to 5 with tanh, scaling; and with a prompt.</summary>
internal static class TinySentenceTransformer
{
    public const int Dimension = 5;

    private const int HiddenSize = 8;

    public static void Write(string folder, string poolingMode = "pooling_mode_mean_tokens")
    {
        TinyModel.Write(folder);
        File.WriteAllText(Path.Combine(folder, "modules.json"), """
            [{"type": "sentence_transformers.models.Transformer", "path": ""}, {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"},
             {"type": "sentence_transformers.models.Dense", "path": "2_Dense"}, {"type": "sentence_transformers.models.Normalize", "path": "3_Normalize"}]
            """);
        Write(folder, "1_Pooling", $$"""{"{{poolingMode}}": true}""");
        Write(folder, "2_Dense", $$"""{"in_features": {{HiddenSize}}, "out_features": {{Dimension}}, "bias": true, "activation_function": "torch.nn.modules.activation.Tanh"}""");
        SafetensorsWriter.Write(Path.Combine(folder, "2_Dense", "model.safetensors"),
        [
            new SafetensorsTensor("linear.weight", SafetensorsType.F32, [Dimension, HiddenSize], () => [.. Enumerable.Range(0, Dimension * HiddenSize).Select(index => MathF.Sin(index))]),
            new SafetensorsTensor("linear.bias", SafetensorsType.F32, [Dimension], () => [0.1f, -0.2f, 0.3f, -0.4f, 0.5f]),
        ]);
        File.WriteAllText(Path.Combine(folder, "sentence_bert_config.json"), """{"max_seq_length": 12}""");
        File.WriteAllText(Path.Combine(folder, "config_sentence_transformers.json"), """{"prompts": {"query": "q "}, "default_prompt_name": "query"}""");
    }

    private static void Write(string folder, string module, string config) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, module)).FullName, "config.json"), config);
}
