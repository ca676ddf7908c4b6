namespace SbertRepro.Evaluation.Datasets;

/// <summary>A document that can be found.</summary>
/// <param name="Id">As the judgements name it.</param>
/// <param name="Title">May be empty.</param>
/// <param name="Text">Body.</param>
public sealed record RetrievalDocument(string Id, string Title, string Text)
{
    /// <summary>What is indexed, encoded and read: title and body in one, as BEIR does.</summary>
    public string FullText => Title.Length == 0 ? Text : $"{Title} {Text}";
}

public sealed record RetrievalQuery(string Id, string Text);

/// <summary>A retrieval test collection: documents, the judged queries, and who is relevant to whom.</summary>
/// <param name="Id">E.g. scifact-test.</param>
/// <param name="Documents">In the order of their file.</param>
/// <param name="Queries">Those with at least one judgement, in the order of their file.</param>
/// <param name="Judgements">Query id to document id to grade; above 0 is relevant.</param>
public sealed record RetrievalDataset(
    string Id, IReadOnlyList<RetrievalDocument> Documents, IReadOnlyList<RetrievalQuery> Queries, IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Judgements);
