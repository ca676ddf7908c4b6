using System.Text.Json;
using SbertRepro.Encoders.Baselines;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Encoders.Tests.Baselines;

public sealed class StaticTokenTableTests : IDisposable
{
    private static readonly string[] Pieces = ["[PAD]", "[UNK]", "cat", "dog", "##s"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sentence_is_the_normalised_mean_of_its_known_pieces()
    {
        Write(SafetensorsType.F32, [9, 9, 9, 9, 3, 0, 0, 3, 0, 0]);
        using var table = StaticTokenTable.Load(_folder.Path);

        var vectors = table.Encode(["cat", "cat dog", "cat zebra", "zebra", ""]);

        var half = MathF.Sqrt(0.5f);
        Assert.Equal([1, 0, half, half, 1, 0, 0, 0, 0, 0], vectors.Values, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void A_table_that_is_not_to_be_normalised_is_not()
    {
        Write(SafetensorsType.F32, [9, 9, 9, 9, 3, 0, 0, 3, 0, 0], normalize: false);
        using var table = StaticTokenTable.Load(_folder.Path);

        Assert.Equal([1.5f, 1.5f], table.Encode(["cat dog"]).Values);
    }

    [Fact]
    public void Half_precision_holds_the_same_table()
    {
        Write(SafetensorsType.BF16, [9, 9, 9, 9, 3, 0, 0, 3, 0, 0]);
        using var table = StaticTokenTable.Load(_folder.Path);

        Assert.Equal([0f, 1f], table.Encode(["dog"]).Values);
    }

    [Fact]
    public void A_table_of_another_size_than_the_vocabulary_is_refused()
    {
        Write(SafetensorsType.F32, [1, 2, 3, 4]);

        var error = Assert.Throws<ActionableException>(() => StaticTokenTable.Load(_folder.Path));

        Assert.Contains("[2 x 2]", error.Message, StringComparison.Ordinal);
        Assert.Contains("5 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Write(SafetensorsType.F32, [9, 9, 9, 9, 3, 0, 0, 3, 0, 0]);
        File.Delete(_folder.File("config.json"));

        Assert.Contains("config.json", Assert.Throws<ActionableException>(() => StaticTokenTable.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_potion_model_of_the_mirror_ranks_a_paraphrase_over_a_stranger()
    {
        using var table = StaticTokenTable.Load(Path.GetDirectoryName(SharedFolder.RequireMirrored("models/potion-base-4m-int8-128d/tokenizer.json"))!);

        var vectors = table.Encode(["A man is playing a guitar.", "Someone plays the guitar.", "The stock market fell on Monday."]);

        Assert.Equal(128, vectors.Dimension);
        Assert.True(Similarity.Cosine(vectors[0], vectors[1]) > 0.5 + Similarity.Cosine(vectors[0], vectors[2]));
    }

    private void Write(SafetensorsType type, float[] values, bool normalize = true)
    {
        SafetensorsWriter.Write(_folder.File("model.safetensors"), [new SafetensorsTensor("embeddings", type, [values.Length / 2, 2], () => values)]);
        File.WriteAllText(_folder.File("config.json"), $$"""{"model_type": "model2vec", "normalize": {{(normalize ? "true" : "false")}}}""");
        File.WriteAllText(_folder.File("tokenizer.json"), JsonSerializer.Serialize(new
        {
            added_tokens = new[] { Special(0, "[PAD]"), Special(1, "[UNK]") },
            normalizer = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, lowercase = true },
            pre_tokenizer = new { type = "BertPreTokenizer" },
            model = new { type = "WordPiece", unk_token = "[UNK]", continuing_subword_prefix = "##", max_input_chars_per_word = 100, vocab = Pieces.Index().ToDictionary(piece => piece.Item, piece => piece.Index) },
        }));
    }

    private static object Special(int id, string content) => new { id, content, single_word = false, lstrip = false, rstrip = false, normalized = false, special = true };
}
