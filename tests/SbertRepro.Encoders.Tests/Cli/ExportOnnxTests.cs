using System.Text.Json;
using SbertRepro.Encoders.Tests.Models;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>From a model folder to an ONNX folder and back to vectors, by the program itself.</summary>
public sealed class ExportOnnxTests : IDisposable
{
    private const string Text = "a b c\n\nhello there\nx\n";

    private readonly CliProcess _cli = new();

    private string Model => Path.Combine(_cli.Folder, "model");

    [Fact]
    public void The_exported_folder_gives_the_vectors_of_the_model()
    {
        TinySentenceTransformer.Write(Model); // a prompt, a linear layer, scaling: all of it must survive

        var export = _cli.Run("export-onnx", "./model", "-o", "exported");

        Assert.Equal(0, export.ExitCode);
        Assert.Equal(["config.json", "config_sentence_transformers.json", "model.onnx", "sentence_bert_config.json", "vocab.txt"], Files("exported"));
        Assert.Contains("input_ids Int64 [batch, sequence]", export.Output, StringComparison.Ordinal);
        Assert.Contains("sentence_embedding Float [batch, 5]", export.Output, StringComparison.Ordinal);
        Assert.Contains("operator set  20", export.Output, StringComparison.Ordinal);
        Assert.Contains("dynamic axes  batch, sequence", export.Output, StringComparison.Ordinal);
        AssertSameVectors("./model", "./exported", 1e-4f);
    }

    [Fact]
    public void A_folder_in_the_layout_of_the_hub_runs_too()
    {
        TinyModel.Write(Model);
        _cli.Run("export-onnx", "./model", "-o", "exported");
        Directory.CreateDirectory(Path.Combine(_cli.Folder, "exported", "onnx"));
        File.Move(Path.Combine(_cli.Folder, "exported", "model.onnx"), Path.Combine(_cli.Folder, "exported", "onnx", "model.onnx"));

        AssertSameVectors("./model", "./exported", 1e-4f);
    }

    [Fact]
    public void In_8_bits_the_cosine_is_reported_and_integers_are_multiplied()
    {
        TinyModel.Write(Model);

        var (single, int8) = (_cli.Run("export-onnx", "./model", "-o", "single"), _cli.Run("export-onnx", "./model", "-o", "int8", "--int8"));

        Assert.Equal((0, 0), (single.ExitCode, int8.ExitCode));
        Assert.Contains(", smallest cosine ", int8.Output, StringComparison.Ordinal);
        Assert.Contains("int8 in the linear layers", int8.Output, StringComparison.Ordinal);
        Assert.True(File.ReadAllBytes(Path.Combine(_cli.Folder, "int8", "model.onnx")).AsSpan().IndexOf("MatMulInteger"u8) >= 0);
    }

    [Fact]
    public void A_cross_encoder_becomes_a_scorer()
    {
        WriteClassifier(outputs: 1);

        var export = _cli.Run("export-onnx", "./model", "-o", "exported");
        var (expected, found) = (Scores("./model"), Scores("./exported"));

        Assert.Equal(0, export.ExitCode);
        Assert.Contains("logits Float [batch, 1]", export.Output, StringComparison.Ordinal);
        Assert.Equal(3, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory]
    [InlineData("bag-of-words", "has no transformer")]
    [InlineData("cross-encoder-mini-bert-shape", "random")]
    [InlineData("bert-base-uncased-maen", "bert-base-uncased-mean")]
    public void What_cannot_be_exported_is_refused_and_leaves_nothing(string system, string reason)
    {
        var export = _cli.Run("export-onnx", system, "-o", "exported");

        Assert.Equal((2, ""), (export.ExitCode, export.Output));
        Assert.Contains(reason, export.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_cli.Folder, "exported*"));
    }

    [Fact]
    public void An_export_cannot_be_exported_again()
    {
        TinyModel.Write(Model);
        _cli.Run("export-onnx", "./model", "-o", "exported");

        var again = _cli.Run("export-onnx", "./exported", "-o", "twice");

        Assert.Equal(2, again.ExitCode);
        Assert.Contains("ONNX format already", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_classifier_with_several_outputs_is_refused_and_leaves_nothing()
    {
        WriteClassifier(outputs: 3);

        var export = _cli.Run("export-onnx", "./model", "-o", "exported");

        Assert.Equal(1, export.ExitCode);
        Assert.Contains("a classifier with 3 outputs", export.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_cli.Folder, "exported*"));
    }

    [Fact]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        TinyModel.Write(Model);
        Directory.CreateDirectory(Path.Combine(_cli.Folder, "mine"));
        _cli.Write("mine/thesis.txt", "years of work");

        var export = _cli.Run("export-onnx", "./model", "-o", "mine");

        Assert.Equal(2, export.ExitCode);
        Assert.Contains("holds something else", export.Errors, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Files("mine"));
    }

    [Fact]
    public void A_second_export_takes_the_place_of_the_first_and_no_temporary_folder_stays()
    {
        TinyModel.Write(Model);
        _cli.Run("export-onnx", "./model", "-o", "exported", "--int8");
        var before = File.ReadAllBytes(Path.Combine(_cli.Folder, "exported", "model.onnx"));

        var second = _cli.Run("export-onnx", "./model", "-o", "exported");

        Assert.Equal(0, second.ExitCode);
        Assert.NotEqual(before, File.ReadAllBytes(Path.Combine(_cli.Folder, "exported", "model.onnx")));
        Assert.Equal(["exported"], Directory.EnumerateFileSystemEntries(_cli.Folder, "exported*").Select(Path.GetFileName));
    }

    [Fact]
    public void Another_precision_than_that_of_the_export_is_refused()
    {
        TinyModel.Write(Model);
        _cli.Run("export-onnx", "./model", "-o", "exported");

        var run = _cli.RunWithInput(Text, "encode", "--system", "./exported", "--precision", "bf16");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("export-onnx", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_in_any_number_is_seen_and_a_missing_number_is_the_largest()
    {
        Assert.Equal(0.5, OnnxFolder.Compare([1, 2, 3], [1, 2.5f, 3]).LargestDifference);
        Assert.Equal(double.PositiveInfinity, OnnxFolder.Compare([1, 2], [1, float.NaN]).LargestDifference);
        var vectors = OnnxFolder.Compare(new SentenceVectors(2, 2, [1, 0, 0, 1]), new SentenceVectors(2, 2, [1, 0, 1, 1]));
        Assert.Equal(1, vectors.LargestDifference);
        Assert.Equal(Math.Sqrt(0.5), vectors.SmallestCosine!.Value, 1e-6);
    }

    public void Dispose() => _cli.Dispose();

    private void AssertSameVectors(string expected, string found, float tolerance)
    {
        float[][] Encode(string system) => [.. _cli.RunWithInput(Text, "encode", "--system", system).Lines.Select(line => JsonSerializer.Deserialize<float[]>(line)!)];
        var (first, second) = (Encode(expected), Encode(found));
        Assert.Equal(4, second.Length);
        Assert.All(first.Zip(second), rows => Assert.All(rows.First.Zip(rows.Second), pair => Assert.Equal(pair.First, pair.Second, tolerance)));
    }

    private double[] Scores(string system) => [.. _cli.RunWithInput("a b\tc d\nhello\tthere\n\tx\n", "score", "--system", system).Lines.Select(line => double.Parse(line, System.Globalization.CultureInfo.InvariantCulture))];

    private void WriteClassifier(int outputs)
    {
        TinyModel.Write(Model);
        var (weightsFile, config) = (Path.Combine(Model, BertCheckpoint.WeightsFile), Path.Combine(Model, "config.json"));
        List<SafetensorsTensor> tensors;
        using (var weights = Safetensors.Open(weightsFile))
        {
            tensors = [.. weights.Entries.Select(entry => (entry.Name, entry.Shape, Values: weights.ReadFloats(entry.Name))).ToList().Select(tensor => new SafetensorsTensor(tensor.Name, SafetensorsType.F32, tensor.Shape, () => tensor.Values))];
        }

        tensors.AddRange(
        [
            new("pooler.dense.weight", SafetensorsType.F32, [8, 8], () => Waves(64)), new("pooler.dense.bias", SafetensorsType.F32, [8], () => Waves(8)),
            new("classifier.weight", SafetensorsType.F32, [outputs, 8], () => Waves(8 * outputs)), new("classifier.bias", SafetensorsType.F32, [outputs], () => Waves(outputs)),
        ]);
        SafetensorsWriter.Write(weightsFile, tensors);
        File.WriteAllText(config, File.ReadAllText(config).Replace("BertModel", "BertForSequenceClassification", StringComparison.Ordinal));
    }

    private static float[] Waves(int count) => [.. Enumerable.Range(1, count).Select(index => MathF.Sin(index))];

    private string[] Files(string folder) => [.. Directory.EnumerateFiles(Path.Combine(_cli.Folder, folder)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
