using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

public sealed class EncodeTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void The_npy_file_holds_the_same_numbers_as_the_json_lines()
    {
        var sentences = _cli.Write("sentences.txt", "A man plays a guitar.\nGrüße aus Köln\n\nA man plays\n");

        var npy = _cli.Run("encode", sentences, "--system", "bag-of-words", "-o", "v.npy");
        var jsonl = _cli.Run("encode", sentences, "--system", "bag-of-words");

        Assert.Equal((0, 0), (npy.ExitCode, jsonl.ExitCode));
        var (shape, values) = ReadNpy(File.ReadAllBytes(Path.Combine(_cli.Folder, "v.npy")));
        var rows = jsonl.Lines.Select(line => JsonSerializer.Deserialize<float[]>(line)!).ToArray();
        Assert.Equal((rows.Length, rows[0].Length), shape);
        Assert.Equal(rows.SelectMany(row => row), values);
    }

    [Fact]
    public void Row_i_belongs_to_line_i_and_a_blank_line_keeps_its_place()
    {
        var run = _cli.RunWithInput("one two\n\ntwo one\n", "encode", "--system", "bag-of-words");

        var rows = run.Lines.Select(line => JsonSerializer.Deserialize<float[]>(line)!).ToArray();
        Assert.Equal(3, rows.Length);
        Assert.All(rows[1], value => Assert.Equal(0, value));
        Assert.Equal(rows[0], rows[2]);
    }

    [Fact]
    public void An_input_longer_than_a_chunk_keeps_its_order()
    {
        const int Lines = 20_000;
        var text = string.Concat(Enumerable.Range(0, Lines).Select(i => $"{(i % 2 == 0 ? "even" : "odd odd")}\n"));

        var run = _cli.RunWithInput(text, "encode", "--system", "bag-of-words", "-o", "v.npy");

        Assert.Equal(0, run.ExitCode);
        var (shape, values) = ReadNpy(File.ReadAllBytes(Path.Combine(_cli.Folder, "v.npy")));
        Assert.Equal(Lines, shape.Rows);
        Assert.All(Enumerable.Range(0, Lines), i => Assert.Equal(i % 2 == 0 ? 1 : 2, values.AsSpan(i * shape.Columns, shape.Columns).ToArray().Sum()));
    }

    [Fact]
    public void Npy_on_standard_output_is_the_same_file()
    {
        _cli.RunWithInput("a b\nc\n", "encode", "--system", "bag-of-words", "-o", "v.npy");
        using var process = _cli.Start("encode", "--system", "bag-of-words", "--format", "npy");
        process.StandardInput.Write("a b\nc\n");
        process.StandardInput.Close();
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();

        Assert.Equal(File.ReadAllBytes(Path.Combine(_cli.Folder, "v.npy")), bytes.ToArray());
    }

    [Fact]
    public void No_lines_give_an_array_of_no_rows()
    {
        _cli.RunWithInput("", "encode", "--system", "bag-of-words", "-o", "v.npy");

        var (shape, values) = ReadNpy(File.ReadAllBytes(Path.Combine(_cli.Folder, "v.npy")));

        Assert.Equal(0, shape.Rows);
        Assert.True(shape.Columns > 0);
        Assert.Empty(values);
    }

    [Fact]
    public void A_failed_run_leaves_no_output_file()
    {
        File.WriteAllBytes(Path.Combine(_cli.Folder, "latin1.txt"), [.. "gr"u8, 0xFC, .. "n\n"u8]);

        var run = _cli.Run("encode", "latin1.txt", "--system", "bag-of-words", "-o", "v.npy");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("UTF-8", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_cli.Folder, "v.npy*"));
    }

    [Fact]
    public void Scores_are_one_number_a_line_whatever_the_culture()
    {
        _cli.Environment["LC_ALL"] = "de_DE.UTF-8";
        _cli.Environment["LANG"] = "de_DE.UTF-8";

        var run = _cli.RunWithInput("a b\ta c\nsame\tsame\nx\ty\n\t\n", "score", "--system", "bag-of-words");

        Assert.Equal(0, run.ExitCode);
        var scores = run.Lines.Select(line => float.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(4, scores.Length);
        Assert.Equal(0.5f, scores[0], 1e-6f);
        Assert.Equal(1f, scores[1], 1e-6f);
        Assert.Equal([0f, 0f], scores[2..]);
    }

    [Theory]
    [InlineData("one\ttwo\nno tab here\n", "line 2: 1 column,")]
    [InlineData("a\tb\tc\n", "line 1: 3 columns,")]
    public void A_malformed_pair_is_an_error_that_names_its_line(string input, string expected)
    {
        var run = _cli.RunWithInput(input, "score", "--system", "bag-of-words");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    // numpy.lib.format, version 1.0.
    private static ((int Rows, int Columns) Shape, float[] Values) ReadNpy(byte[] bytes)
    {
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, (10 + length) % 64);
        var header = Encoding.ASCII.GetString(bytes, 10, length);
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        Assert.Contains("'descr': '<f4', 'fortran_order': False", header, StringComparison.Ordinal);
        var shape = header[(header.IndexOf('(', StringComparison.Ordinal) + 1)..header.IndexOf(')', StringComparison.Ordinal)]
            .Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var values = bytes[(10 + length)..].Chunk(4).Select(four => BinaryPrimitives.ReadSingleLittleEndian(four)).ToArray();
        Assert.Equal(shape[0] * shape[1], values.Length);
        return ((shape[0], shape[1]), values);
    }
}
