using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training;
using TorchSharp;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

[Collection(nameof(AloneInTheProcess))] // its collector would free the scalars of tests beside it
public sealed class AdamWTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Three_steps_equal_the_formula_computed_in_doubles(bool corrected)
    {
        LibTorch.Load();
        var options = new AdamWOptions { BiasCorrection = corrected, WeightDecay = 0.1, MaxGradientNorm = 1 };
        using var parameters = new FlatParameters(torch.nn.Linear(7, 5, hasBias: false)); // 35 numbers: whole vectors and a rest, whatever a vector holds
        using var optimiser = new AdamW(parameters, options);
        double[] weights = [.. parameters.Values.data<float>().Select(value => (double)value)];
        var (first, second) = (new double[weights.Length], new double[weights.Length]);
        using var decays = parameters.DecayMask();
        var mask = decays.data<float>().ToArray();
        for (var step = 1; step <= 3; step++)
        {
            float[] gradient = [.. weights.Select((_, index) => MathF.Sin(index + step))];
            using (torch.no_grad()) parameters.Gradients.copy_(torch.tensor(gradient));
            var norm = optimiser.Step(0.01);
            var expected = Math.Sqrt(gradient.Sum(slope => (double)slope * slope));
            Assert.Equal(expected, norm, 1e-5);
            for (var at = 0; at < weights.Length; at++)
            {
                var slope = gradient[at] / expected;
                first[at] = (0.9 * first[at]) + (0.1 * slope);
                second[at] = (0.999 * second[at]) + (0.001 * slope * slope);
                var (c1, c2) = corrected ? (1 - Math.Pow(0.9, step), 1 - Math.Pow(0.999, step)) : (1, 1);
                weights[at] = (weights[at] * (1 - (0.01 * 0.1 * mask[at]))) - (0.01 / c1 * first[at] / (Math.Sqrt(second[at] / c2) + 1e-6));
            }

            Assert.All(parameters.Values.data<float>().Zip(weights), pair => Assert.Equal(pair.Second, pair.First, 2e-6));
            Assert.All(parameters.Gradients.data<float>(), slope => Assert.Equal(0, slope));
        }
    }

    [Fact]
    public async Task Gradients_of_replicas_are_added_rightly_while_the_garbage_collector_never_rests()
    {
        LibTorch.Load();
        const int Width = 1024; // 16 chunks, added by two threads
        using var parameters = new FlatParameters(torch.nn.Linear(Width, Width, hasBias: false));
        using var replica = new FlatParameters(torch.nn.Linear(Width, Width, hasBias: false), parameters);
        using var optimiser = new AdamW(parameters, replicas: [replica]);
        using var done = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            while (!done.IsCancellationRequested) GC.Collect(0);
        }, TestContext.Current.CancellationToken);
        for (var step = 0; step < 50; step++)
        {
            using (torch.no_grad())
            {
                parameters.Gradients.fill_(1);
                replica.Gradients.fill_(2);
            }

            Assert.Equal(3.0 * Width, optimiser.Step(1e-6), 1e-1);
        }

        await done.CancelAsync();
        await collector;
    }
}
