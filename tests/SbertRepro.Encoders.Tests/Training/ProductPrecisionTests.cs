using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;
using TorchSharp;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

/// <summary>bfloat16 is for processors that have it.</summary>
public sealed class ProductPrecisionTests
{
    [Theory]
    [InlineData(2.3, Precision.BFloat16)] // an EPYC with AVX-512 BF16
    [InlineData(0.62, Precision.Float32)] // a Xeon with it, whose float32 is faster all the same
    [InlineData(0.1, Precision.Float32)]  // an EPYC without
    [InlineData(1.1, Precision.Float32)]  // too near for a choice that should be the same tomorrow
    [InlineData(double.PositiveInfinity, Precision.BFloat16)]
    public void Training_takes_bfloat16_only_where_it_is_clearly_faster(double ratio, Precision faster) => Assert.Equal(faster, ProductPrecision.Faster(ratio));

    [Fact]
    public void Where_bfloat16_is_only_emulated_the_reason_is_given()
    {
        Assert.Contains("less than 35 % of their rate in float32", ProductPrecision.WhyNotBFloat16(0.1), StringComparison.Ordinal);
        Assert.Null(ProductPrecision.WhyNotBFloat16(0.62));
        Assert.Null(ProductPrecision.WhyNotBFloat16(2.3));
    }

    [Fact]
    public void The_processor_is_asked_once()
    {
        var ratio = ProductPrecision.BFloat16OverFloat32(DeviceType.CPU);

        Assert.InRange(ratio, 0.001, 1000);
        Assert.Equal(ratio, ProductPrecision.BFloat16OverFloat32(DeviceType.CPU));
        Assert.Equal(double.PositiveInfinity, ProductPrecision.BFloat16OverFloat32(DeviceType.CUDA));
    }

    [Fact]
    public void What_a_stage_computes_in_is_part_of_what_its_weights_are_known_by()
    {
        var recipe = (TrainedRecipe)TrainedSystems.Sample.SbertNli.Recipe;
        var run = new TrainingRun(recipe, recipe.Stages[0], Seed: 1, new Setting(Scale.Sample, "cpu", "cpu", "fp32", 1, Machine.Read()), Start: "", []);

        Assert.Contains(run.Precision.ToString(), run.Inputs);
        Assert.Contains("precision=the faster one", run.Inputs);
        foreach (var precision in new[] { Precision.Float32, Precision.BFloat16 })
        {
            var asked = run with { Stage = run.Stage with { Precision = precision } };
            Assert.Equal(precision, asked.Precision);
            Assert.Contains($"precision={precision}", asked.Inputs);
        }
    }
}
