namespace SbertRepro.Experiments;

/// <summary>
/// The table of the project's brief. Several of its numbers are not the paper's (a CLS row that is another cell, a mean row from later work);
/// the report therefore shows brief, paper and measurement side by side and judges none of them by the brief.
/// </summary>
public static class Card
{
    public static readonly Experiment Value = new("card", "The brief's table: STS benchmark test",
        "What do the brief's systems score on the STS benchmark, and which of its numbers are the paper's?")
    {
        Rows =
        [
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove6B300),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove840B),
            Row.Reproduces("BERT CLS-vector", Systems.BertBaseCls),
            Row.Reproduces("Avg. BERT embeddings", Systems.BertBaseMean),
            Row.Reproduces("SBERT-NLI-large", Systems.SbertNliLarge),
            Row.CannotRun("BERT cross-encoder", "needs a cross-encoder trained on the STS benchmark: see Table 2"),
        ],
        Columns = [new("STSb-test", "STSb")],
    };
}
