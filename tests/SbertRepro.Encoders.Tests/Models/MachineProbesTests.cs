using SbertRepro.Encoders.Native;
using TorchSharp;
using Xunit;

namespace SbertRepro.Encoders.Tests.Models;

public sealed class MachineProbesTests
{
    [Fact]
    public void A_probe_reads_products_in_both_precisions_memory_and_one_core()
    {
        var probe = MachineProbes.Take(torch.CPU, seconds: 0);

        Assert.Equal(["GFLOP/s", "GFLOP/s", "GB/s", "million numbers/s"], probe.Readings.Select(reading => reading.Unit));
        Assert.All(probe.Readings, reading => Assert.InRange(reading.Best, 1e-3, 1e7));
    }

    [Fact]
    public void A_product_of_given_shape_counts_a_multiply_add_as_two_operations()
    {
        LibTorch.Load();
        using var rate = new MatrixProductRate([(3, 5, 7), (2, 2, 2)], torch.ScalarType.Float32);

        var (operations, seconds) = rate.Probe();

        Assert.Equal((2 * 3 * 5 * 7) + 16, operations);
        Assert.True(seconds > 0);
    }
}
