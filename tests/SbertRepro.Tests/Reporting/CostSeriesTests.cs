using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class CostSeriesTests
{
    [Fact]
    public void Each_process_says_one_thing_of_a_size_however_often_it_ran_there()
    {
        // The small size was in luck: twenty samples at half the cost of a pair, one unlucky process. The large one ran once in each process.
        var small = new Quantity("cross", "search", "s", 50) { Size = 10, Samples = [.. Enumerable.Repeat(50.0, 20), 100], Processes = [50, 50, 100] };
        var large = new Quantity("cross", "search", "s", 10_000) { Size = 100, Samples = [9000, 10_000, 11_000], Processes = [9000, 10_000, 11_000] };

        var ofProcesses = CostSeries.Of("cross", [small, large], CostLaw.Quadratic).Fit!.At(1000);
        var ofSamples = CostSeries.Of("cross", [Alone(small), Alone(large)], CostLaw.Quadratic).Fit!.At(1000);

        Assert.InRange(ofProcesses.Seconds, 650_000, 850_000);
        Assert.True(ofSamples.Seconds < ofProcesses.Seconds);
        Assert.True(ofSamples.Band.High - ofSamples.Band.Low < ofProcesses.Band.High - ofProcesses.Band.Low);

        static Quantity Alone(Quantity quantity) => quantity with { Processes = [] };
    }

    [Fact]
    public void Without_enough_sizes_there_is_no_law() =>
        Assert.Null(CostSeries.Of("cross", [new Quantity("cross", "search", "s", 1) { Size = 10, Samples = [1, 1, 1] }], CostLaw.Quadratic).Fit);
}
