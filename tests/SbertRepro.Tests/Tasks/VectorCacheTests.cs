using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Tests.Tasks;

public sealed class VectorCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int encodings;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_second_request_is_answered_from_disk()
    {
        var first = Get("system", "a", "b");
        var second = new VectorCache(folder.Path).GetOrEncode("system", ["a", "b"], _ => throw new InvalidOperationException("encoded twice"));
        Assert.Equal(first.Values, second.Values);
        Assert.Equal((2, 3), (second.Count, second.Dimension));
    }

    [Fact]
    public void Another_system_or_other_sentences_are_encoded_afresh()
    {
        foreach (var (system, sentences) in new[] { ("one", new[] { "a", "b" }), ("two", ["a", "b"]), ("one", ["b", "a"]), ("one", ["ab"]) }) Get(system, sentences);
        Assert.Equal(4, encodings);
    }

    [Theory]
    [InlineData(-1)] // the last value
    [InlineData(0)] // the magic
    [InlineData(20)] // the key
    [InlineData(80)] // count or dimension
    public void A_damaged_file_is_made_again(int place)
    {
        var first = Get("system", "a", "b");
        var path = Assert.Single(Directory.GetFiles(folder.Path));
        var bytes = File.ReadAllBytes(path);
        bytes[place < 0 ? bytes.Length + place : place] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(first.Values, Get("system", "a", "b").Values);
        Get("system", "a", "b");
        Assert.Equal(2, encodings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(60)]
    public void A_file_cut_short_is_made_again(int missing)
    {
        Get("system", "a", "b");
        var path = Assert.Single(Directory.GetFiles(folder.Path));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^missing]);
        Get("system", "a", "b");
        Assert.Equal(2, encodings);
    }

    [Fact]
    public void A_failed_encoding_leaves_nothing_behind()
    {
        Assert.Throws<InvalidOperationException>(() => new VectorCache(folder.Path).GetOrEncode("system", ["a"], _ => throw new InvalidOperationException()));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private SentenceVectors Get(string system, params string[] sentences) => new VectorCache(folder.Path).GetOrEncode(system, sentences, texts =>
    {
        encodings++;
        return new SentenceVectors(texts.Count, 3, [.. texts.SelectMany((text, i) => new[] { text.Length, i, 0.5f })]);
    });
}
