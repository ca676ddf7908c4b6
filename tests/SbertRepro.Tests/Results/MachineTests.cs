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
    [InlineData("Intel(R) Core(TM) i7-5820K CPU @ 3.30GHz, family 6, model 63", "intel-core-i7-5820k-family-6-model-63")]
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

    [Fact]
    public void Two_processors_that_call_themselves_the_same_are_two_machines()
    {
        var (zen3, zen5) = (Cpu("25", "1"), Cpu("26", "2"));

        Assert.Equal("AMD EPYC, family 25, model 1", zen3);
        Assert.NotEqual(Machine.Slug(zen3!), Machine.Slug(zen5!));

        static string? Cpu(string family, string model) => Machine.CpuOf(
            ["processor\t: 0", "vendor_id\t: AuthenticAMD", $"cpu family\t: {family}", $"model\t\t: {model}", "model name\t: AMD EPYC", "", "processor\t: 1", "model name\t: another"]);
    }

    [Fact]
    public void A_processor_without_a_family_keeps_its_name_and_one_without_a_name_has_none()
    {
        Assert.Equal("Some CPU: fast", Machine.CpuOf(["processor: 0", "model name : Some CPU: fast"]));
        Assert.Null(Machine.CpuOf(["processor: 0", "CPU part: 0xd40"]));
        Assert.Null(Machine.CpuOf([]));
    }
}
