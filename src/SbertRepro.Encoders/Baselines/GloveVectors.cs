using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;

namespace SbertRepro.Encoders.Baselines;

/// <summary>
/// Word vectors in the published text format: a word and D numbers per line, separated by single spaces. The file may be plain, gzipped, or an entry of a zip;
/// it is streamed, and only the words asked for are kept: 840 billion tokens make 5.6 GB of text, a task needs some ten thousand words of it.
/// </summary>
public sealed class GloveVectors
{
    private readonly Dictionary<string, float[]> _vectors;

    private GloveVectors(Dictionary<string, float[]> vectors, int dimension, long rows) => (_vectors, Dimension, Rows) = (vectors, dimension, rows);

    public int Dimension { get; }

    /// <summary>Words in the file.</summary>
    public long Rows { get; }

    /// <summary>Words found, of those asked for.</summary>
    public int Count => _vectors.Count;

    public float[]? Find(string word) => _vectors.GetValueOrDefault(word);

    /// <param name="path">The file.</param>
    /// <param name="entry">Which entry of a zip; null takes the only one.</param>
    /// <param name="words">Words to keep.</param>
    /// <param name="cancellation">Checked every thousand lines.</param>
    /// <exception cref="ActionableException">A line without a word and D numbers, named by its number.</exception>
    public static GloveVectors Read(string path, string? entry, IReadOnlySet<string> words, CancellationToken cancellation = default)
    {
        var wanted = new HashSet<string>(words, StringComparer.Ordinal);
        var lookup = wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        var vectors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var (dimension, rows, number) = (0, 0L, 0L);
        using var reader = new StreamReader(Open(path, entry));
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (number % 1000 == 0) cancellation.ThrowIfCancellationRequested();
            if (number == 1 && IsWord2VecHeader(line)) continue;
            if (dimension == 0) dimension = DimensionOf(line, path);
            rows++;
            var word = WordOf(line, dimension, path, number);
            if (lookup.TryGetValue(word, out var kept) && !vectors.ContainsKey(kept)) // the first of two equal words counts
                vectors[kept] = Parse(line.AsSpan(word.Length + 1), dimension, path, number);
        }
        return rows > 0 ? new GloveVectors(vectors, dimension, rows) : throw new ActionableException("an empty file", path, "a word and its numbers per line");
    }

    private static Stream Open(string path, string? entry) => Path.GetExtension(path) switch
    {
        ".zip" => Archives.OpenEntry(path, entry ?? Path.GetFileNameWithoutExtension(path) + ".txt"), // glove.840B.300d.zip holds glove.840B.300d.txt
        ".gz" => Archives.OpenEntry(path, null),
        _ => File.Exists(path) ? File.OpenRead(path) : throw new ActionableException("no such file", path, "word vectors as text, .gz or .zip"),
    };

    // word2vec's text form begins with "rows dimension".
    private static bool IsWord2VecHeader(string line) => line.Split(' ') is [var rows, var columns] && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    // The first word of every published file is a plain one; only later words contain spaces.
    private static int DimensionOf(string line, string path) => line.AsSpan().TrimEnd().Count(' ') is > 0 and var spaces
        ? spaces
        : throw new ActionableException($"'{Start(line)}'", $"{path} line 1", "a word and its numbers, separated by spaces");

    // Some tokens of the 840B file contain spaces (". . ."), so the word is what stands before the last D numbers.
    private static ReadOnlySpan<char> WordOf(string line, int dimension, string path, long number)
    {
        var rest = line.AsSpan().TrimEnd();
        var extra = rest.Count(' ') - dimension;
        if (extra < 0) throw new ActionableException($"{extra + dimension} numbers after '{Start(line)}'", $"{path} line {number}", $"{dimension}");
        var length = rest.IndexOf(' ');
        for (; extra > 0; extra--) length += 1 + rest[(length + 1)..].IndexOf(' ');
        return rest[..length];
    }

    private static float[] Parse(ReadOnlySpan<char> numbers, int dimension, string path, long number)
    {
        var vector = new float[dimension];
        var column = 0;
        foreach (var range in numbers.TrimEnd().Split(' '))
        {
            if (!float.TryParse(numbers[range], NumberStyles.Float, CultureInfo.InvariantCulture, out vector[column]) || !float.IsFinite(vector[column]))
                throw new ActionableException($"'{numbers[range]}' in column {column + 2}", $"{path} line {number}", "a number");
            column++;
        }
        return vector;
    }

    private static string Start(string line) => line.Length > 40 ? line[..40] + "..." : line;
}
