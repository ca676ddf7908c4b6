using System.Text.Json;
using System.Text.Json.Nodes;

namespace SbertRepro.Encoders.Training;

/// <summary>Writes a pre-trained model as a folder in the Hugging Face layout, which <see cref="BertCheckpoint"/> and every other BERT reads.</summary>
public static class PreTrainedFolder
{
    /// <summary>Dropout for those who fine-tune the model, whatever it was pre-trained with (Devlin et al. 2019, appendix A.2).</summary>
    private const double FineTuningDropout = 0.1;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="folder">Made if need be; its files are replaced.</param>
    /// <param name="config">Of the encoder.</param>
    /// <param name="vocabulary">One token per line becomes vocab.txt.</param>
    /// <param name="weights">Under the keys of BertForMaskedLM, or of BertForPreTraining where they have a pooler; rounded to bfloat16.</param>
    public static void Write(string folder, BertConfig config, Vocabulary vocabulary, IReadOnlyCollection<(ParameterSlot Slot, float[] Values)> weights)
    {
        var ofPairs = weights.Any(weight => weight.Slot.Name.StartsWith("bert.pooler.", StringComparison.Ordinal));
        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, BertCheckpoint.WeightsFile),
            [.. weights.Select(weight => new SafetensorsTensor(weight.Slot.Name, SafetensorsType.BF16, weight.Slot.Shape, () => weight.Values))],
            new Dictionary<string, string> { ["format"] = "pt" });
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Concat(vocabulary.Tokens.Select(token => token + "\n")));
        WriteJson(folder, "config.json", ConfigJson(config, ofPairs));
        WriteJson(folder, "tokenizer_config.json", new JsonObject
        {
            ["do_lower_case"] = true,
            ["model_max_length"] = config.MaxPositions,
            ["tokenizer_class"] = "BertTokenizer",
            ["unk_token"] = "[UNK]",
            ["sep_token"] = "[SEP]",
            ["pad_token"] = "[PAD]",
            ["cls_token"] = "[CLS]",
            ["mask_token"] = "[MASK]",
        });
    }

    private static void WriteJson(string folder, string name, JsonObject json) => File.WriteAllText(Path.Combine(folder, name), json.ToJsonString(Indented) + "\n");

    // classifier_pooling is no key of Hugging Face's BERT, whose pooler reads [CLS]: named only where it differs.
    private static JsonObject ConfigJson(BertConfig config, bool ofPairs)
    {
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(ofPairs ? "BertForPreTraining" : "BertForMaskedLM"),
            ["model_type"] = "bert",
            ["hidden_act"] = "gelu",
            ["position_embedding_type"] = "absolute",
            ["vocab_size"] = config.VocabularySize,
            ["hidden_size"] = config.HiddenSize,
            ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads,
            ["intermediate_size"] = config.IntermediateSize,
            ["max_position_embeddings"] = config.MaxPositions,
            ["type_vocab_size"] = config.SegmentTypes,
            ["layer_norm_eps"] = config.LayerNormEpsilon,
            ["hidden_dropout_prob"] = FineTuningDropout,
            ["attention_probs_dropout_prob"] = FineTuningDropout,
            ["initializer_range"] = 0.02,
            ["pad_token_id"] = 0,
            ["torch_dtype"] = "bfloat16",
        };
        if (config.ClassifierPooling != Pooling.Cls) json[ClassifierPoolings.Key] = ClassifierPoolings.Name(config.ClassifierPooling);
        return json;
    }
}
