using System.Text.Json;
using System.Text.Json.Nodes;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Writes a fine-tuned model as a folder in the Hugging Face layout: weights in float32; configuration and tokeniser are those of the model it started from.
/// </summary>
internal static class FineTunedFolder
{
    private const string Prefix = "bert.";

    private static readonly string[] TokenizerFiles = ["vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A sentence-transformers folder: a BertModel and its pooling.</summary>
    public static void WriteSentenceEncoder(
        string folder, string startFolder, IEnumerable<(ParameterSlot Slot, float[] Values)> weights, Pooling pooling, int maxTokens)
    {
        var encoder = weights.Where(weight => weight.Slot.Name.StartsWith(Prefix, StringComparison.Ordinal));
        var named = encoder.Select(weight => (weight.Slot.Name[Prefix.Length..], weight.Slot, weight.Values));
        Write(folder, startFolder, named, config => config["architectures"] = new JsonArray("BertModel"));
        WriteJson(folder, "modules.json", new JsonArray(Module(0, "", "Transformer"), Module(1, "1_Pooling", "Pooling")));
        WriteJson(folder, "sentence_bert_config.json", new JsonObject { ["max_seq_length"] = maxTokens, ["do_lower_case"] = false });
        var width = BertConfig.Load(Path.Combine(folder, "config.json")).HiddenSize;
        WriteJson(Directory.CreateDirectory(Path.Combine(folder, "1_Pooling")).FullName, "config.json", PoolingJson(pooling, width));
    }

    /// <summary>A BertForSequenceClassification.</summary>
    public static void WriteClassifier(string folder, string startFolder, IEnumerable<(ParameterSlot Slot, float[] Values)> weights, int outputs) =>
        Write(folder, startFolder, weights.Select(weight => (weight.Slot.Name, weight.Slot, weight.Values)), config =>
        {
            config["architectures"] = new JsonArray(config.ContainsKey(ClassifierPoolings.Key) ? "BertForPooledSequenceClassification" : "BertForSequenceClassification"); // others would read [CLS]
            config["id2label"] = new JsonObject(Enumerable.Range(0, outputs).Select(label => KeyValuePair.Create($"{label}", (JsonNode?)$"LABEL_{label}")));
            config["label2id"] = new JsonObject(Enumerable.Range(0, outputs).Select(label => KeyValuePair.Create($"LABEL_{label}", (JsonNode?)label)));
        });

    private static void Write(string folder, string startFolder, IEnumerable<(string Name, ParameterSlot Slot, float[] Values)> weights, Action<JsonObject> edit)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in TokenizerFiles.Where(name => File.Exists(Path.Combine(startFolder, name)))) Copy(name);
        var config = BertTokenizationFiles.ReadObject(Path.Combine(startFolder, "config.json"));
        edit(config);
        config["torch_dtype"] = "float32";
        WriteJson(folder, "config.json", config);
        SafetensorsWriter.Write(
            Path.Combine(folder, BertCheckpoint.WeightsFile),
            [.. weights.Select(weight => new SafetensorsTensor(weight.Name, SafetensorsType.F32, weight.Slot.Shape, () => weight.Values))],
            new Dictionary<string, string> { ["format"] = "pt" });

        void Copy(string name)
        {
            var (source, target) = (Path.GetFullPath(Path.Combine(startFolder, name)), Path.GetFullPath(Path.Combine(folder, name)));
            if (source != target) File.Copy(source, target, overwrite: true);
        }
    }

    private static JsonObject Module(int index, string path, string type) =>
        new() { ["idx"] = index, ["name"] = $"{index}", ["path"] = path, ["type"] = $"sentence_transformers.models.{type}" };

    private static JsonObject PoolingJson(Pooling pooling, int width) => new()
    {
        ["word_embedding_dimension"] = width,
        ["pooling_mode_cls_token"] = pooling.HasFlag(Pooling.Cls),
        ["pooling_mode_mean_tokens"] = pooling.HasFlag(Pooling.Mean),
        ["pooling_mode_max_tokens"] = pooling.HasFlag(Pooling.Max),
        ["pooling_mode_mean_sqrt_len_tokens"] = pooling.HasFlag(Pooling.MeanSqrtLength),
    };

    private static void WriteJson(string folder, string name, JsonNode json) => File.WriteAllText(Path.Combine(folder, name), json.ToJsonString(Indented) + "\n");
}
