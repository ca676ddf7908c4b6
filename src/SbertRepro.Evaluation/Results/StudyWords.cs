namespace SbertRepro.Evaluation.Results;

/// <summary>The words by which reports find what the studies of search measured: the studies write them, the charts read them.</summary>
public static class StudyWords
{
    /// <summary>Id of the study of a million sentences.</summary>
    public const string Million = "million";

    /// <summary>Id of the study of retrieval quality.</summary>
    public const string SciFact = "scifact";

    /// <summary>Milliseconds of a query that is asked alone.</summary>
    public const string OneQuery = "one query";

    /// <summary>Share of the ten true nearest neighbours among the ten found, in percent.</summary>
    public const string RecallAt10 = "recall@10";

    public const string NdcgAt10 = "nDCG@10";
}
