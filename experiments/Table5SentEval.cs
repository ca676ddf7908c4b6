using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>
/// Table 5 of the paper: what sentence vectors know that was not trained into them. A logistic regression on frozen vectors, by the protocol of SentEval with the settings of the
/// paper's author; the optimum of the same objective stands beside it in every result file (accuracy-exact).
/// </summary>
public static class Table5SentEval
{
    public static readonly Experiment Value = new("table5", "Table 5: SentEval transfer tasks",
        "How well does a logistic regression on frozen sentence vectors classify sentiment, subjectivity, question types and paraphrases?")
    {
        Metric = "accuracy",
        Rows =
        [
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove6B300),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove840B),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove6B50Partial),
            Row.CannotRun("Avg. fast-text embeddings", "the paper does not say which of the published fastText vectors it used, and no reader for them is written"),
            Row.Reproduces("Avg. BERT embeddings", Systems.BertBaseMean),
            Row.Reproduces("Avg. BERT embeddings", Systems.MiniBertMean),
            Row.Reproduces("BERT CLS-vector", Systems.BertBaseCls),
            Row.Reproduces("BERT CLS-vector", Systems.MiniBertCls),
            Row.CannotRun("InferSent - GloVe", NotImplemented.InferSent),
            Row.CannotRun("Universal Sentence Encoder", NotImplemented.UniversalSentenceEncoder),
            Row.Reproduces("SBERT-NLI-base", Systems.SbertNliBase),
            .. TrainedSystems.OnRealData.Select(family => Row.Reproduces("SBERT-NLI-base", family.SbertNli)),
            Row.Reproduces("SBERT-NLI-large", Systems.SbertNliLarge),
            Row.Ours(Systems.PotionBase4M),
        ],
        Columns = [new("MR", "MR"), new("CR", "CR"), new("SUBJ", "SUBJ"), new("MPQA", "MPQA"), new("SST2", "SST"), new("TREC", "TREC"), new("MRPC", "MRPC")],
    };
}
