using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>
/// Compares a checkpoint's output with the slice that others published for it. Every tensor can have the right shape and the model still be wrong
/// (a transposed matrix, the other variance epsilon); no number is computed before this holds.
/// </summary>
public static class PublishedOutput
{
    /// <param name="folder">The checkpoint, in the Hugging Face layout.</param>
    /// <param name="known">What it must give in float32.</param>
    /// <exception cref="ActionableException">A value is further away than the tolerance.</exception>
    public static void Verify(string folder, KnownOutput known)
    {
        if (known.Tensor != "last_hidden_state") throw new ActionableException($"known output of '{known.Tensor}'", "datasets/catalog.json", "last_hidden_state");
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var bert = BertCheckpoint.Load(folder);
        var ids = tensor(known.InputIds, ScalarType.Int64).unsqueeze(0);                         // (1, T)
        var mask = tensor(known.AttentionMask, ScalarType.Int64).unsqueeze(0).to(ScalarType.Bool);
        var states = bert.forward(new BertInput(ids, mask), LayerSelection.Last)[0];             // (T, H)
        for (var row = known.Rows[0]; row < known.Rows[1]; row++)
        {
            for (var column = known.Columns[0]; column < known.Columns[1]; column++)
                Compare(states[row, column].item<float>(), known, row, column, folder);
        }
    }

    private static void Compare(float found, KnownOutput known, int row, int column, string folder)
    {
        var expected = known.Expected[row - known.Rows[0]][column - known.Columns[0]];
        if (Math.Abs(found - expected) <= known.Tolerance) return;
        throw new ActionableException(
            string.Create(CultureInfo.InvariantCulture, $"output {found:F4} at token {row}, dimension {column}"), folder,
            string.Create(CultureInfo.InvariantCulture, $"{expected:F4} within {known.Tolerance:G} ({known.Source})"),
            $"the weights are not those of {known.Group}: delete them and fetch again.");
    }
}
