using SbertRepro.Encoders.Training;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments.Training;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

public sealed class TrainingTallyTests
{
    [Fact]
    public void The_share_of_matrix_products_weighs_each_stretch_by_what_the_machine_could_do_then()
    {
        var rates = new Queue<double>([100e9, 50e9]);
        List<string> lines = [];
        var tally = new TrainingTally(new Lines(lines), rates.Dequeue);

        Assert.Null(tally.ShareOfProducts);
        tally.Report(Progress(operationsPerSecond: 60e9, seconds: 1));
        tally.Report(Progress(operationsPerSecond: 20e9, seconds: 3)); // a slow moment: 40 % of what was possible

        Assert.Equal((60e9 + (3 * 20e9)) / (100e9 + (3 * 50e9)), tally.ShareOfProducts!.Value, 1e-12);
        Assert.Collection(lines, first => Assert.Contains("60 GFLOP/s (60 % of matrix products)", first, StringComparison.Ordinal),
            second => Assert.Contains("20 GFLOP/s (40 % of matrix products)", second, StringComparison.Ordinal));
    }

    private static FineTuningProgress Progress(double operationsPerSecond, double seconds) =>
        new(20, 100, 1.1, 1e-4, 1, RowsPerSecond: 100, TokensPerSecond: 3000, operationsPerSecond, TimeSpan.FromSeconds(60), seconds, null);

    private sealed class Lines(List<string> lines) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => lines.Add(value.Note!);
    }
}
