namespace SbertRepro.Evaluation.Datasets;

/// <summary>How the files of a task are to be read; see <see cref="TransferReader"/>.</summary>
public enum TransferFormat { Sentences, Sentiment, Questions, Paraphrases }

/// <summary>What a file of a task is for.</summary>
public enum TransferSplit { Train, Dev, Test }

/// <summary>One artifact of a task and how many items it must give.</summary>
/// <param name="Artifact">Its id.</param>
/// <param name="Split">What its items are for.</param>
/// <param name="Count">Items of the edition that SentEval uses.</param>
/// <param name="Label">Class of all its items, where the file itself does not say.</param>
public sealed record TransferFile(string Artifact, TransferSplit Split, int Count, int? Label = null);

/// <summary>A transfer task before it is read.</summary>
/// <param name="Id">See <see cref="TransferDataset"/>.</param>
/// <param name="Format">Of all its files.</param>
/// <param name="Classes">Names by label.</param>
/// <param name="Files">In SentEval's order, which the stable sort before folding (and so the folds) depends on.</param>
public sealed record TransferSource(string Id, TransferFormat Format, IReadOnlyList<string> Classes, IReadOnlyList<TransferFile> Files)
{
    /// <summary>Ids of every artifact that is read, in reading order; what a run resolves and hashes.</summary>
    public IEnumerable<string> Artifacts => Files.Select(file => file.Artifact);

    /// <summary>Items that get a prediction.</summary>
    public int ScoredCount => Files.Where(file => file.Split == Files[^1].Split).Sum(file => file.Count);

    /// <param name="resolve">Artifact id to local path.</param>
    /// <exception cref="ActionableException">A line is malformed, or a file has not the items of the edition that SentEval uses.</exception>
    public TransferDataset Read(Func<string, string> resolve)
    {
        var files = Files.Select(file => (file.Split, Items: ReadFile(file, resolve(file.Artifact)))).ToList();
        return new TransferDataset(Id, Classes, Of(TransferSplit.Train), Of(TransferSplit.Dev), Of(TransferSplit.Test));

        List<LabelledText> Of(TransferSplit split) => [.. files.Where(file => file.Split == split).SelectMany(file => file.Items)];
    }

    private List<LabelledText> ReadFile(TransferFile file, string path)
    {
        var items = Format switch
        {
            TransferFormat.Sentences => TransferReader.ReadSentences(path, file.Label!.Value),
            TransferFormat.Sentiment => TransferReader.ReadSentiment(path),
            TransferFormat.Questions => TransferReader.ReadQuestions(path, Classes),
            TransferFormat.Paraphrases => TransferReader.ReadParaphrases(path),
            _ => throw new InvalidOperationException($"{Id} has format {Format}"),
        };
        return items.Count == file.Count
            ? items
            : throw new ActionableException($"{items.Count} items", $"{Id} ({path})", $"{file.Count}", "fetch the file again; another edition of the set is not comparable");
    }
}

/// <summary>The transfer tasks of the paper's Table 5.</summary>
public static class TransferDatasets
{
    private static readonly string[] Polarity = ["negative", "positive"];

    public static IReadOnlyList<TransferSource> All { get; } =
    [
        // Two files, of class 1 and then of class 0: the order in which SentEval's binary.py joins them.
        Binary("MR", Polarity, ("rt-polarity.pos", 5331), ("rt-polarity.neg", 5331)),
        Binary("CR", Polarity, ("custrev.pos", 2407), ("custrev.neg", 1368)),
        Binary("SUBJ", ["subjective", "objective"], ("subj.objective", 5000), ("subj.subjective", 5000)),
        Binary("MPQA", Polarity, ("mpqa.pos", 3312), ("mpqa.neg", 7294)),
        // 67,349 phrases of the training sentences, as PrincetonML/SIF distributes them; dev and test are whole sentences.
        new("SST2", TransferFormat.Sentiment, Polarity,
        [
            new("senteval/SST/binary/sentiment-train", TransferSplit.Train, 67_349),
            new("senteval/SST/binary/sentiment-dev", TransferSplit.Dev, 872),
            new("senteval/SST/binary/sentiment-test", TransferSplit.Test, 1821),
        ]),
        // The six coarse classes in the order of SentEval's trec.py, though the paper speaks of fine-grained types.
        new("TREC", TransferFormat.Questions, ["ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"],
        [
            new("senteval/TREC/train_5500.label", TransferSplit.Train, 5452),
            new("senteval/TREC/TREC_10.label", TransferSplit.Test, 500),
        ]),
        new("MRPC", TransferFormat.Paraphrases, ["different", "paraphrase"],
        [
            new("senteval/MRPC/msr_paraphrase_train.txt", TransferSplit.Train, 4076),
            new("senteval/MRPC/msr_paraphrase_test.txt", TransferSplit.Test, 1725),
        ]),
    ];

    /// <exception cref="UsageException">There is no such task.</exception>
    public static TransferSource Find(string id) => All.FirstOrDefault(source => source.Id == id)
        ?? throw new UsageException($"no transfer task '{id}'", $"one of {string.Join(", ", All.Select(source => source.Id))}");

    private static TransferSource Binary(string id, IReadOnlyList<string> classes, (string Name, int Count) one, (string Name, int Count) zero) => new(
        id, TransferFormat.Sentences, classes,
        [new($"senteval/{id}/{one.Name}", TransferSplit.Train, one.Count, 1), new($"senteval/{id}/{zero.Name}", TransferSplit.Train, zero.Count, 0)]);
}
