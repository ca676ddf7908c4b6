using SbertRepro.Encoders;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>
/// Table 6 of the paper: which pooling, and what the softmax classifier should see of u and v. Measured on STSb-dev, as the paper does; the paper's columns are
/// training data, so each of our systems stands beside one cell.
/// </summary>
public static class Table6Ablation
{
    public static readonly Experiment Value = new("table6", "Table 6: pooling and concatenation",
        "Which pooling makes the best sentence vectors, and which combination of the two vectors must the classifier see in training?")
    {
        // (u, v, |u-v|) is the network of MEAN, which the paper prints twice.
        Rows = [.. TrainedSystems.OnRealData.SelectMany(family => TrainingFamily.Poolings.SelectMany(pooling => PoolingRows(family, pooling))
            .Concat(Concatenations.Table6.Where(concatenation => concatenation != Concatenation.BothAndDifference).Select(concatenation => ConcatenationRow(family, concatenation))))],
        Columns = [new("STSb-dev", "NLI")],
    };

    private static IEnumerable<Row> PoolingRows(TrainingFamily family, Pooling pooling)
    {
        var row = pooling.ToString().ToUpperInvariant();
        yield return Row.Reproduces(row, family.PoolingOnNli(pooling));
        yield return Row.Reproduces(row, family.PoolingOnSts(pooling)) with { PaperColumn = "STSb" };
    }

    private static Row ConcatenationRow(TrainingFamily family, Concatenation concatenation) => Row.Reproduces(concatenation.Text(), family.ConcatenationOnNli(concatenation));
}
