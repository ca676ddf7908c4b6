using System.Buffers.Binary;
using System.Text;
using SbertRepro.Evaluation;
using Xunit;

namespace SbertRepro.Encoders;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Written_tensors_read_back_with_their_shapes_and_metadata()
    {
        var path = _folder.File("model.safetensors");
        SafetensorsWriter.Write(
            path,
            [
                new("weight", SafetensorsType.F32, [2, 3], () => [1, 2, 3, 4, 5.5f, -6]),
                new("none", SafetensorsType.F32, [0, 7], () => []),
                new("scalar", SafetensorsType.BF16, [], () => [0.5f]),
            ],
            new Dictionary<string, string> { ["format"] = "pt" });

        using var file = Safetensors.Open(path);

        Assert.Equal(["weight", "none", "scalar"], file.Entries.Select(entry => entry.Name));
        Assert.Equal([2, 3], file["weight"].Shape);
        Assert.Equal([1, 2, 3, 4, 5.5f, -6], file.ReadFloats("weight"));
        Assert.Empty(file.ReadFloats("none"));
        Assert.Equal([0.5f], file.ReadFloats("scalar"));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(1.0f, 1.0f)]
    [InlineData(1.00390625f, 1.0f)] // half-way between 1 and 1 + 2^-7: to the even neighbour
    [InlineData(1.01171875f, 1.015625f)] // half-way again, the even neighbour is above
    [InlineData(1.005f, 1.0078125f)]
    [InlineData(float.MaxValue, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void Bfloat16_rounds_to_nearest_even(float value, float expected)
    {
        var path = _folder.File("half.safetensors");
        SafetensorsWriter.Write(path, [new("x", SafetensorsType.BF16, [1], () => [value])]);
        using var file = Safetensors.Open(path);
        Assert.Equal([expected], file.ReadFloats("x"));
    }

    [Theory]
    [InlineData("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0xBF }, -1.5f)]
    [InlineData("F32", new byte[] { 0, 0, 0xC0, 0xBF }, -1.5f)]
    [InlineData("F16", new byte[] { 0, 0xBE }, -1.5f)]
    [InlineData("BF16", new byte[] { 0xC0, 0xBF }, -1.5f)]
    [InlineData("I64", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2f)]
    [InlineData("I32", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2f)]
    [InlineData("I8", new byte[] { 0xFE }, -2f)]
    [InlineData("U8", new byte[] { 0xFE }, 254f)]
    public void Every_type_reads_as_float(string dtype, byte[] bytes, float expected)
    {
        using var file = Safetensors.Open(Raw($$"""{"x":{"dtype":"{{dtype}}","shape":[1],"data_offsets":[0,{{bytes.Length}}] } }""", bytes));
        Assert.Equal([expected], file.ReadFloats("x"));
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "4 bytes of data, expected 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "8 bytes of data, expected 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "'x' has 8 bytes, expected 12 for F32 of shape [3]")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "'x' has shape [-2], expected non-negative")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "fewer than 2^63 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "data_offsets [8, 0]")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "data_offsets [0]")]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "'x' has dtype F8_E4M3, expected F64, F32")]
    [InlineData("""{"x":{"dtype":"1","shape":[2],"data_offsets":[0,8]}}""", 8, "'x' has dtype 1")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[6],"data_offsets":[2,8]}}""", 8, "'y' starts at byte 2")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[2],"data_offsets":[6,8]}}""", 8, "'y' starts at byte 6")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"x":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "does not parse")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""", 8, "does not parse")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2.5],"data_offsets":[0,8]}}""", 8, "does not parse")]
    [InlineData("""[1]""", 0, "does not parse")]
    [InlineData("""{"x":""", 0, "does not parse")]
    public void A_header_that_contradicts_itself_is_refused(string header, int dataLength, string message)
    {
        var path = Raw(header, new byte[dataLength]);
        var error = Assert.Throws<ActionableException>(() => Safetensors.Open(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "3 bytes, expected a header length")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 123 }, "a header of 9 bytes in a file of 9")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 }, "a header length of 9223372036854775808 bytes")]
    public void A_truncated_file_is_refused(byte[] bytes, string message)
    {
        File.WriteAllBytes(_folder.File("cut.safetensors"), bytes);
        var error = Assert.Throws<ActionableException>(() => Safetensors.Open(_folder.File("cut.safetensors")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_what_there_is()
    {
        using var file = Safetensors.Open(Raw("""{"embeddings":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", [1]));
        Assert.Contains("no tensor 'weights', expected one of embeddings", Assert.Throws<ActionableException>(() => file.ReadFloats("weights")).Message, StringComparison.Ordinal);
        Assert.Contains("read as Int32", Assert.Throws<ActionableException>(() => file.Read<int>("embeddings")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_no_temporary_one()
    {
        var path = _folder.File("model.safetensors");
        SafetensorsWriter.Write(path, [new("x", SafetensorsType.F32, [1], () => [1])]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [new("x", SafetensorsType.F32, [2], () => [1])]));
        using var file = Safetensors.Open(path);
        Assert.Equal([1f], file.ReadFloats("x"));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void The_reference_model_opens_with_its_shapes()
    {
        using var file = Safetensors.Open(SharedFolder.RequireGolden("bert-l3-h48/golden.safetensors"));
        Assert.Equal(6, file["forward.pooler"].Shape[0]);
        Assert.Equal(48, file["forward.pooler"].Shape[1]);
        Assert.All(file.ReadFloats("forward.pooler"), value => Assert.InRange(value, -1, 1));
        Assert.All(file.Read<long>("forward.mask"), value => Assert.InRange(value, 0, 1));
    }

    private string Raw(string header, byte[] data)
    {
        var path = _folder.File("raw.safetensors");
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(path, [.. length, .. json, .. data]);
        return path;
    }
}
