using SbertRepro.Evaluation.Results;
using Xunit;

namespace SbertRepro.Tests.Results;

public sealed class MachineTests
{
    [Theory]
    [InlineData("AMD EPYC", "amd-epyc")]
    [InlineData("Intel(R) Core(TM) i7-5820K CPU @ 3.30GHz", "intel-core-i7-5820k")]
    [InlineData("AMD EPYC 9R14 96-Core Processor", "amd-epyc-9r14")]
    [InlineData("NVIDIA H100 80GB HBM3", "nvidia-h100-80gb-hbm3")]
    [InlineData("@@@", "unknown")]
    public void A_name_becomes_a_short_folder_name(string name, string slug) => Assert.Equal(slug, Machine.Slug(name));

    [Fact]
    public void The_machine_says_what_it_is()
    {
        var machine = Machine.Read();

        Assert.NotEmpty(machine.Cpu);
        Assert.Equal(Environment.ProcessorCount, machine.Cores);
        Assert.EndsWith("c-cpu", machine.Id("cpu"), StringComparison.Ordinal);
    }
}
