using SbertRepro.Encoders.Training;
using SbertRepro.Evaluation.Datasets;

namespace SbertRepro.Experiments.Training;

/// <summary>What a model is fine-tuned on.</summary>
/// <param name="Artifacts">Ids of the files that are read.</param>
public abstract record TrainingData(IReadOnlyList<string> Artifacts)
{
    /// <summary>For folders, reports and the identity of a run: with everything that decides the rows besides the files. Computed anew, so that a copy with another setting has another name.</summary>
    public abstract string Name { get; }

    /// <summary>Rows of an epoch, to say beforehand what a training costs.</summary>
    public abstract int Rows { get; }

    /// <summary>Tokens of both sentences of a row on average, [CLS] and [SEP] of each included; depends on the vocabulary.</summary>
    public required double TokensPerRow { get; init; }

    /// <param name="resolve">Artifact id to local path.</param>
    /// <param name="seed">Of the choice, where only a part is used.</param>
    public abstract IEnumerable<TrainingExample> Read(Func<string, string> resolve, ulong seed);
}

/// <summary>Sentence pairs with a human similarity.</summary>
/// <param name="Dataset">Its id.</param>
/// <param name="Count">Pairs in it.</param>
/// <param name="Pairs">How many of them are used, the first ones; null for all.</param>
public sealed record SimilarityTraining(string Dataset, int Count, int? Pairs = null) : TrainingData([.. StsDatasets.Find(Dataset).Artifacts])
{
    public override string Name => Pairs is { } pairs ? $"sts-{pairs}" : "sts";

    public override int Rows => Pairs ?? Count;

    public override IEnumerable<TrainingExample> Read(Func<string, string> resolve, ulong seed) =>
        StsDatasets.Find(Dataset).Read(resolve).Subsets.SelectMany(subset => subset.Pairs).Take(Rows).Select(TrainingExample.Of);
}

/// <summary>How an NLI set is stored.</summary>
public enum NliFormat
{
    /// <summary>AllNLI.tsv.gz.</summary>
    AllNli,

    /// <summary>snli_1.0.zip and multinli_1.0.zip, from which AllNLI is rebuilt.</summary>
    Releases,

    /// <summary>The sample of this project.</summary>
    Sample,
}

/// <summary>Premises and hypotheses with their relation.</summary>
/// <param name="Format">How they are stored.</param>
/// <param name="Files">The artifacts.</param>
/// <param name="Count">Rows of the training split, enforced.</param>
/// <param name="Pairs">How many of them are used, drawn by the seed; null for all.</param>
public sealed record NliTraining(NliFormat Format, IReadOnlyList<string> Files, int Count, int? Pairs = null) : TrainingData(Files)
{
    public override string Name => $"nli{(Entailments ? "-entailments" : "")}{(Pairs is { } pairs ? $"-{pairs}" : "")}";

    /// <summary>Only pairs whose premise entails the hypothesis: positives for ranking.</summary>
    public bool Entailments { get; init; }

    // A third of the pairs of SNLI and MultiNLI entail: their authors asked for as many of each kind.
    public override int Rows => (Pairs ?? Count) / (Entailments ? 3 : 1);

    public override IEnumerable<TrainingExample> Read(Func<string, string> resolve, ulong seed)
    {
        var pairs = Format switch
        {
            NliFormat.AllNli => NliReader.ReadAllNli(resolve(Files[0]), NliSplit.Train, Count),
            NliFormat.Releases => new NliCorpora(resolve(Files[0]), resolve(Files[1])).Read(NliSplit.Train, Count),
            _ => NliReader.ReadSample(resolve(Files[0])),
        };
        if (Entailments) pairs = pairs.Where(pair => pair.Label == NliLabel.Entailment);
        return (Pairs is { } count ? pairs.Sample(Count, count, seed) : pairs).Select(TrainingExample.Of);
    }
}
