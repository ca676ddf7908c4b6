using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Training data as token ids. Text is tokenised once, in parallel, a chunk at a time, so that only ids stay in memory (about 0.2 kB per NLI pair).
/// </summary>
public sealed class TrainingRows
{
    private const int ChunkRows = 16_384;

    private readonly List<PairTokens[]> rows = [];
    private readonly List<float> targets = [];

    private TrainingRows(int paddingId, bool areJoint) => (PaddingId, AreJoint) = (paddingId, areJoint);

    public int Count => rows.Count;

    public int PaddingId { get; }

    /// <summary>True when the sentences of a row are one input, with segment ids.</summary>
    public bool AreJoint { get; }

    /// <summary>SHA-256 over all ids and targets, in hexadecimal.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Inputs of a row, [CLS] and [SEP] included; one when joint, else one per sentence.</summary>
    internal IReadOnlyList<PairTokens> this[int row] => rows[row];

    internal float Target(int row) => targets[row];

    /// <summary>Each sentence an input of its own: for the siamese network.</summary>
    public static TrainingRows Separate(IEnumerable<TrainingExample> examples, BertTokenization tokenization, int maxTokens, CancellationToken cancellation = default) =>
        Read(examples, tokenization.PaddingId, areJoint: false, chunk => InRows(chunk, tokenization.EncodeBatch([.. chunk.SelectMany(example => example.Sentences)], maxTokens, cancellation)));

    /// <summary>Both sentences of a pair one input, [CLS] a [SEP] b [SEP]: for the cross-encoder.</summary>
    public static TrainingRows Joint(IEnumerable<TrainingExample> examples, BertTokenization tokenization, int maxTokens, CancellationToken cancellation = default) =>
        Read(examples, tokenization.PaddingId, areJoint: true, chunk =>
            [.. tokenization.EncodeBatch([.. chunk.Select(example => new SentencePair(example.Sentences[0], example.Sentences[1]))], maxTokens, cancellation).Select(pair => new[] { pair })]);

    /// <summary>From ids that are already there: one list of inputs per row.</summary>
    internal static TrainingRows FromTokens(IEnumerable<(PairTokens[] Inputs, float Target)> data, int paddingId, bool areJoint)
    {
        var rows = new TrainingRows(paddingId, areJoint);
        foreach (var (inputs, target) in data) rows.Add(inputs, target);
        rows.ComputeHash();
        return rows;
    }

    private static TrainingRows Read(
        IEnumerable<TrainingExample> examples, int paddingId, bool areJoint, Func<TrainingExample[], IEnumerable<PairTokens[]>> encode) =>
        FromTokens(examples.Chunk(ChunkRows).SelectMany(chunk => encode(chunk).Zip(chunk, (inputs, example) => (inputs, example.Target))), paddingId, areJoint);

    private static IEnumerable<PairTokens[]> InRows(TrainingExample[] chunk, IReadOnlyList<int[]> ids)
    {
        var next = 0;
        foreach (var example in chunk) yield return [.. example.Sentences.Select(_ => ids[next++]).Select(input => new PairTokens(input, input.Length))];
    }

    private void Add(PairTokens[] inputs, float target)
    {
        if (rows.Count > 0 && inputs.Length != rows[0].Length)
            throw new ActionableException($"{inputs.Length} sentences", $"training row {rows.Count}", $"{rows[0].Length}, as in the rows before it");
        rows.Add(inputs);
        targets.Add(target);
    }

    private void ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var input in rows.SelectMany(row => row))
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([input.Ids.Length, input.FirstLength]));
            hash.AppendData(MemoryMarshal.AsBytes(input.Ids.AsSpan()));
        }

        hash.AppendData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(targets)));
        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
