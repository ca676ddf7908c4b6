using Google.Protobuf;
using SbertRepro.Evaluation;
using TorchSharp.Modules;

namespace SbertRepro.Encoders.Onnx;

/// <summary>The numbers an exported model computes in.</summary>
public enum OnnxPrecision
{
    /// <summary>float32 throughout: equals torch but for the order of sums.</summary>
    Float32,

    /// <summary>
    /// The linear layers of the transformer multiply 8-bit integers (see <see cref="OnnxLayers.Int8Linear"/>); embeddings, attention products, norms and heads stay float32.
    /// </summary>
    Int8,
}

/// <summary>
/// Writes a model as ONNX: input_ids, attention_mask and token_type_ids (int64, batch and sequence of any extent) to one vector or score per row. The output folder
/// holds all that <see cref="OnnxSentenceEncoder"/> and <see cref="OnnxPairScorer"/> need: model.onnx, the tokenizer and the model's own settings.
/// </summary>
public static class OnnxExport
{
    /// <summary>The oldest operator set with Gelu (LayerNormalization exists since 17); runs on ONNX Runtime 1.17 and newer.</summary>
    public const int Opset = 20;

    /// <summary>Pooled, with the folder's linear layers and scaling applied, (B, D) float32.</summary>
    public const string SentenceOutput = "sentence_embedding";

    /// <summary>The cross-encoder's raw output, (B, 1) float32.</summary>
    public const string LogitsOutput = "logits";

    /// <summary>The sigmoid of <see cref="LogitsOutput"/>, (B, 1) float32.</summary>
    public const string ScoreOutput = "score";

    /// <summary>States of the pooled layer, (B, T, H) float32; undefined at padding. Costs nothing unless it is asked for.</summary>
    public const string TokenOutput = "last_hidden_state";

    private const long LargestWeights = int.MaxValue - (16L << 20); // a message of Protocol Buffers holds 2 GB; the rest is for the nodes

    private const int IrVersion = 9; // the file format that came with operator set 20 (ONNX 1.15)

    private static readonly string[] Settings =
        ["config.json", "vocab.txt", "tokenizer.json", "tokenizer_config.json", "sentence_bert_config.json", "config_sentence_transformers.json"];

    /// <summary>Exports a sentence encoder; pooling, layer selection, linear layers and scaling become part of the graph.</summary>
    /// <param name="folder">In the Hugging Face layout, see <see cref="SentenceTransformerFolder"/>.</param>
    /// <param name="output">Folder to write; may be <paramref name="folder"/> itself.</param>
    /// <param name="precision">Of the linear layers.</param>
    /// <param name="configure">May override pooling, layers and scaling; prompt and length are settings of the run, not of the graph.</param>
    public static void SentenceEncoder(
        string folder, string output, OnnxPrecision precision = OnnxPrecision.Float32, Func<SentenceBertOptions, SentenceBertOptions>? configure = null)
    {
        var layout = SentenceTransformerFolder.Read(folder);
        using var bert = BertCheckpoint.Load(layout.ModelFolder);
        var options = layout.Options(bert.Config.MaxPositions);
        DenseLayer[] dense = [.. layout.DenseFolders.Select(DenseLayer.Load)];
        try
        {
            Write(Model(bert, configure?.Invoke(options) ?? options, dense, precision), output);
            CopySettings([folder, layout.ModelFolder], output);
        }
        finally
        {
            foreach (var layer in dense) layer.Dispose();
        }
    }

    /// <summary>Exports a sentence encoder that is in memory, without settings or tokenizer.</summary>
    /// <param name="bert">Stays the caller's.</param>
    /// <param name="options">Pooling, layers and scaling become part of the graph.</param>
    /// <param name="output">Folder to write.</param>
    /// <param name="precision">Of the linear layers.</param>
    public static void SentenceEncoder(Bert bert, SentenceBertOptions options, string output, OnnxPrecision precision = OnnxPrecision.Float32) =>
        Write(Model(bert, options, [], precision), output);

    /// <summary>Exports a sequence classifier with one output.</summary>
    /// <param name="folder">In the Hugging Face layout.</param>
    /// <param name="output">Folder to write; may be <paramref name="folder"/> itself.</param>
    /// <param name="precision">Of the linear layers.</param>
    /// <param name="sigmoid">Puts the sigmoid into the graph: the output is then <see cref="ScoreOutput"/> instead of <see cref="LogitsOutput"/>.</param>
    public static void CrossEncoder(string folder, string output, OnnxPrecision precision = OnnxPrecision.Float32, bool sigmoid = false)
    {
        var (bert, classifier) = BertCheckpoint.LoadClassifier(folder);
        using (bert)
        using (classifier)
        {
            Write(Model(bert, classifier, precision, sigmoid), output);
            CopySettings([folder], output);
        }
    }

    internal static ModelProto Model(Bert bert, SentenceBertOptions options, IReadOnlyList<DenseLayer> dense, OnnxPrecision precision)
    {
        var graph = new OnnxGraph("sentence_encoder");
        var network = new BertGraph(graph, bert, precision);
        var hidden = network.Hidden(options.Layers);
        var vectors = graph.Pooled(options.Pooling, hidden, network.Mask);
        for (var index = 0; index < dense.Count; index++) vectors = graph.Dense(vectors, $"dense.{index}", dense[index]);
        var dimension = new SentenceHead(options, dense).Dimension(bert.Config.HiddenSize);
        graph.Output(SentenceOutput, options.Normalize ? graph.Normalized(vectors) : vectors, "batch", $"{dimension}");
        graph.Output(TokenOutput, hidden, "batch", "sequence", $"{bert.Config.HiddenSize}");
        return graph.Model(Opset, IrVersion);
    }

    internal static ModelProto Model(Bert bert, Linear classifier, OnnxPrecision precision, bool sigmoid)
    {
        if (classifier.weight!.shape[0] != 1) throw new ActionableException($"a classifier with {classifier.weight.shape[0]} outputs", expected: "one regression output");
        var graph = new OnnxGraph("cross_encoder");
        var network = new BertGraph(graph, bert, precision);
        var logits = graph.Linear(network.Pooler(network.Hidden(LayerSelection.Last)), "classifier", classifier.weight, classifier.bias);
        if (sigmoid) graph.Output(ScoreOutput, graph.Node("Sigmoid", [logits]), "batch", "1");
        else graph.Output(LogitsOutput, logits, "batch", "1");
        return graph.Model(Opset, IrVersion);
    }

    /// <summary>Under a temporary name first: a reader never sees half a model.</summary>
    internal static void Write(ModelProto model, string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, OnnxModel.FileName);
        var bytes = model.Graph.Initializer.Sum(weight => (long)weight.RawData.Length);
        if (bytes > LargestWeights)
            throw new ActionableException($"the weights take {bytes:N0} bytes", path, "at most 2 GB, the largest message of Protocol Buffers", "export it in int8");
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) model.WriteTo(stream);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void CopySettings(string[] folders, string output)
    {
        foreach (var source in folders.SelectMany(folder => Settings.Select(name => Path.Combine(folder, name))).Where(File.Exists))
        {
            var target = Path.Combine(output, Path.GetFileName(source));
            if (Path.GetFullPath(source) != Path.GetFullPath(target)) File.Copy(source, target, overwrite: true);
        }
    }
}
