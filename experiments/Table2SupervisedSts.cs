using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>
/// Table 2 of the paper: the STS benchmark with supervision. Siamese networks and cross-encoders are trained on STS-B alone, or first on NLI; the best
/// checkpoint on STSb-dev is measured on STSb-test, over several seeds.
/// </summary>
public static class Table2SupervisedSts
{
    public static readonly Experiment Value = new("table2", "Table 2: the STS benchmark with supervision",
        "How much does similarity supervision add, does NLI help first, and what does reading both sentences at once gain over comparing two vectors?")
    {
        Rows =
        [
            .. TrainedSystems.OnRealData.SelectMany(family => new[]
            {
                Row.Reproduces("SBERT-NLI-base", family.SbertNli),
                Row.Reproduces("BERT-STSb-base", family.CrossEncoderSts),
                Row.Reproduces("SBERT-STSb-base", family.SbertSts),
                Row.Reproduces("BERT-NLI-STSb-base", family.CrossEncoderNliSts),
                Row.Reproduces("SBERT-NLI-STSb-base", family.SbertNliSts),
                Row.Ours(family.SbertRanking),
            }),
            Row.Reproduces("SBERT-NLI-base", TrainedSystems.Sample.SbertNli),
            Row.Reproduces("BERT-STSb-base", TrainedSystems.Sample.CrossEncoderSts),
            .. new[] { "SBERT-NLI-large", "BERT-STSb-large", "SBERT-STSb-large", "BERT-NLI-STSb-large", "SBERT-NLI-STSb-large" }
                .Select(paper => Row.CannotRun(paper, "BERT-large is not trained here: the same code as base, three times its parameters")),
            .. new[] { "SRoBERTa-STSb-base", "SRoBERTa-STSb-large", "SRoBERTa-NLI-STSb-base", "SRoBERTa-NLI-STSb-large" }
                .Select(paper => Row.CannotRun(paper, NotImplemented.Roberta)),
        ],
        Columns = [new("STSb-test", "STSb"), new("STSb-dev")],
        SampleColumns = [new("Sample-STS-test") { AnswersClaims = true }, new("Sample-STS-dev")],
    };
}
