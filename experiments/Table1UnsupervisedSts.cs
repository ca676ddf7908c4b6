using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>
/// Table 1 of the paper: Spearman's rank correlation between the cosine of two sentence vectors and the human similarity of the sentences,
/// for encoders that saw no similarity labels. The files of a year are concatenated before the correlation is taken ("all").
/// </summary>
public static class Table1UnsupervisedSts
{
    public static readonly Experiment Value = new("table1", "Table 1: unsupervised semantic textual similarity",
        "How well does the cosine of two sentence vectors rank sentence pairs by similarity when no similarity label was used in training?")
    {
        Rows =
        [
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove6B300),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove840B),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove6B300Content),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove840BContent),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove6B300Partial),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove840BPartial),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove6B50Partial),
            Row.Reproduces("Avg. GloVe embeddings", Systems.Glove6B50PartialContent),
            Row.Reproduces("Avg. BERT embeddings", Systems.BertBaseMean),
            Row.Reproduces("Avg. BERT embeddings", Systems.MiniBertMean),
            Row.Reproduces("BERT CLS-vector", Systems.BertBaseCls),
            Row.Reproduces("BERT CLS-vector", Systems.MiniBertCls),
            Row.CannotRun("InferSent - GloVe", NotImplemented.InferSent),
            Row.CannotRun("Universal Sentence Encoder", NotImplemented.UniversalSentenceEncoder),
            Row.Reproduces("SBERT-NLI-base", Systems.SbertNliBase),
            .. TrainedSystems.Families.Select(family => Row.Reproduces("SBERT-NLI-base", family.SbertNli)),
            Row.Reproduces("SBERT-NLI-large", Systems.SbertNliLarge),
            Row.CannotRun("SRoBERTa-NLI-base", NotImplemented.Roberta),
            Row.CannotRun("SRoBERTa-NLI-large", NotImplemented.Roberta),
            Row.Ours(Systems.BagOfWords),
            .. TrainedSystems.OnRealData.Select(family => Row.Ours(family.SbertRanking)),
            Row.Ours(Systems.PotionBase4M),
            Row.Ours(Systems.AllMiniLmL6),
            Row.Ours(Systems.AllMiniLmL12),
            Row.Ours(Systems.BgeSmall),
            Row.Ours(Systems.BgeBase),
            Row.Ours(Systems.BgeLarge),
        ],
        Columns =
        [
            new("STS12", "STS12"), new("STS13", "STS13"), new("STS14", "STS14"), new("STS15", "STS15"), new("STS16", "STS16"),
            new("STSb-test", "STSb"), new("SICK-R-test", "SICK-R"),
            new("STSb-dev"), // ours: the split that tuning may look at
        ],
        SampleColumns = [new("Sample-STS-dev"), new("Sample-STS-test") { AnswersClaims = true }],
    };
}
