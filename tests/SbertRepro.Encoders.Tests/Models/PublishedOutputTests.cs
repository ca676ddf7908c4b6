using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using TorchSharp;
using Xunit;

namespace SbertRepro.Encoders.Tests.Models;

public sealed class PublishedOutputTests : IDisposable
{
    private static readonly int[] Ids = [2, 7, 9, 3];

    private readonly TemporaryFolder _folder = new();

    public PublishedOutputTests() => TinyModel.Write(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_right_weights_pass() => PublishedOutput.Verify(_folder.Path, Known(Output()));

    [Fact]
    public void Other_weights_of_the_same_shape_are_refused_with_both_values()
    {
        var known = Known(Output());
        TinyModel.Write(_folder.Path, seed: 1);

        var error = Assert.Throws<ActionableException>(() => PublishedOutput.Verify(_folder.Path, known));

        Assert.Contains("at token 1, dimension 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("fetch again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_is_not_known_is_refused_by_name() =>
        Assert.Contains("pooler_output", Assert.Throws<ActionableException>(() => PublishedOutput.Verify(_folder.Path, Known([[0]]) with { Tensor = "pooler_output" })).Message, StringComparison.Ordinal);

    private static KnownOutput Known(double[][] expected) =>
        new("tiny", Ids, [0, 1, 1, 1], "last_hidden_state", [1, 3], [2, 4], expected, 1e-4, "this test");

    // The same mask as published for bert-base-uncased: the first token is not attended to.
    private double[][] Output()
    {
        using var noGradient = torch.no_grad();
        using var bert = BertCheckpoint.Load(_folder.Path);
        using var mask = torch.tensor(new[,] { { false, true, true, true } });
        using var states = bert.forward(new BertInput(torch.tensor(Ids, torch.ScalarType.Int64).unsqueeze(0), mask), LayerSelection.Last);
        return [.. Enumerable.Range(1, 2).Select(row => Enumerable.Range(2, 2).Select(column => (double)states[0, row, column].item<float>()).ToArray())];
    }
}
