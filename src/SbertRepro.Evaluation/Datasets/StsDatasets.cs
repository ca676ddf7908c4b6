namespace SbertRepro.Evaluation.Datasets;

/// <summary>How the files of a set are to be read; see <see cref="StsReader"/>.</summary>
public enum StsFormat { Benchmark, InputAndGold, Sick, Sample }

/// <summary>The artifacts of one subset: its pairs and, where they lie apart, its scores.</summary>
public sealed record StsFiles(string Subset, string Pairs, string? Gold = null);

/// <summary>A similarity set before it is read: which artifacts hold it and how many scored pairs they must give.</summary>
/// <param name="Id">See <see cref="StsDataset"/>.</param>
/// <param name="Format">Of all its files.</param>
/// <param name="Count">Scored pairs over all subsets; null for our own sample, whose rows the repository itself pins.</param>
/// <param name="Files">One entry per subset, in SentEval's order, in which the "all" protocol concatenates them.</param>
public sealed record StsSource(string Id, StsFormat Format, int? Count, IReadOnlyList<StsFiles> Files)
{
    /// <summary>Ids of every artifact that is read, in reading order; what a run resolves and hashes.</summary>
    public IEnumerable<string> Artifacts => Files.SelectMany(files => files.Gold is null ? [files.Pairs] : new[] { files.Pairs, files.Gold });

    /// <param name="resolve">Artifact id to local path.</param>
    /// <exception cref="ActionableException">A line is malformed or the number of scored pairs is not <see cref="Count"/>.</exception>
    public StsDataset Read(Func<string, string> resolve)
    {
        var dataset = new StsDataset(Id, [.. Files.Select(files => new StsSubset(files.Subset, ReadSubset(files, resolve)))]);
        if (Count is { } expected && dataset.Count != expected)
            throw new ActionableException($"{dataset.Count} scored pairs", $"{Id} ({string.Join(", ", Artifacts)})", $"{expected}", "fetch its files again; another edition of the set is not comparable");
        return dataset;
    }

    private List<ScoredPair> ReadSubset(StsFiles files, Func<string, string> resolve) => Format switch
    {
        StsFormat.Benchmark => StsReader.ReadBenchmark(resolve(files.Pairs)),
        StsFormat.InputAndGold => StsReader.ReadInputAndGold(resolve(files.Pairs), resolve(files.Gold!)),
        StsFormat.Sick => StsReader.ReadSick(resolve(files.Pairs)),
        StsFormat.Sample => StsReader.ReadSample(resolve(files.Pairs)),
        _ => throw new InvalidOperationException($"{Id} has format {Format}"),
    };
}

/// <summary>The similarity sets of the paper's Tables 1 and 2, and our own sample.</summary>
public static class StsDatasets
{
    // Subsets as SentEval's sts.py lists them: STS13 without SMT, whose licence forbids passing it on. Counts: sentence-transformers issue 597, which the files confirm.
    public static IReadOnlyList<StsSource> All { get; } =
    [
        Year("STS12", 3108, "MSRpar", "MSRvid", "SMTeuroparl", "surprise.OnWN", "surprise.SMTnews"),
        Year("STS13", 1500, "FNWN", "headlines", "OnWN"),
        Year("STS14", 3750, "deft-forum", "deft-news", "headlines", "OnWN", "images", "tweet-news"),
        Year("STS15", 3000, "answers-forums", "answers-students", "belief", "headlines", "images"),
        Year("STS16", 1186, "answer-answer", "headlines", "plagiarism", "postediting", "question-question"),
        Single("STSb-train", StsFormat.Benchmark, 5749, "stsb/sts-train.csv"),
        Single("STSb-dev", StsFormat.Benchmark, 1500, "stsb/sts-dev.csv"),
        Single("STSb-test", StsFormat.Benchmark, 1379, "stsb/sts-test.csv"),
        Single("SICK-R-train", StsFormat.Sick, 4500, "sick/SICK_train.txt"),
        Single("SICK-R-dev", StsFormat.Sick, 500, "sick/SICK_trial.txt"),
        Single("SICK-R-test", StsFormat.Sick, 4927, "sick/SICK_test_annotated.txt"),
        Single("Sample-STS-train", StsFormat.Sample, null, "sample/sts-train.tsv"),
        Single("Sample-STS-dev", StsFormat.Sample, null, "sample/sts-dev.tsv"),
        Single("Sample-STS-test", StsFormat.Sample, null, "sample/sts-test.tsv"),
    ];

    /// <exception cref="UsageException">There is no such set.</exception>
    public static StsSource Find(string id) => All.FirstOrDefault(source => source.Id == id)
        ?? throw new UsageException($"no similarity set '{id}'", $"one of {string.Join(", ", All.Select(source => source.Id))}");

    private static StsSource Year(string id, int count, params string[] subsets)
    {
        var folder = id.ToLowerInvariant();
        return new StsSource(id, StsFormat.InputAndGold, count, [.. subsets.Select(subset => new StsFiles(subset, $"{folder}/STS.input.{subset}.txt", $"{folder}/STS.gs.{subset}.txt"))]);
    }

    private static StsSource Single(string id, StsFormat format, int? count, string artifact) => new(id, format, count, [new StsFiles(id, artifact)]);
}
