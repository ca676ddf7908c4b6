using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Trains a cross-encoder: BERT reads both sentences at once, the pooler and a linear layer judge. The linear layer is always new, and so is the pooler where the start
/// folder has none. "BERT-NLI-STSb" (paper table 2) is two runs: <see cref="PairClassification"/> on NLI, then <see cref="PairRegression"/> on STS-B from its output.
/// </summary>
public static class CrossEncoderTraining
{
    /// <param name="startFolder">A BERT in the Hugging Face layout, whatever its head.</param>
    /// <param name="outputFolder">Gets the chosen weights, as <see cref="CrossEncoder.Load"/> reads them, and the history of the run.</param>
    /// <param name="examples">Pairs; read once, text is not kept.</param>
    /// <param name="objective"><see cref="PairRegression"/> or <see cref="PairClassification"/>.</param>
    /// <param name="options">Null is the paper's recipe for NLI; STS-B wants 4 epochs.</param>
    /// <param name="development">Score of the model on development data, higher is better; decides which weights are chosen. Null takes the last.</param>
    /// <param name="workFolder">Holds the checkpoint from which an interrupted run goes on; null is "work" in the output folder.</param>
    /// <param name="progress">Every 20 steps.</param>
    /// <param name="cancellation">Stops after the step at hand, with a checkpoint.</param>
    /// <exception cref="ActionableException">The run has diverged, or a file is not what it should be.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; call again with the same arguments to go on.</exception>
    public static FineTuningResult Run(
        string startFolder, string outputFolder, IEnumerable<TrainingExample> examples, IObjective objective, FineTuningOptions? options = null,
        Func<CrossEncoder, double>? development = null, string? workFolder = null, IProgress<FineTuningProgress>? progress = null, CancellationToken cancellation = default)
    {
        LibTorch.Load();
        options ??= new();
        var tokenization = BertTokenization.FromFolder(startFolder);
        var maxTokens = Math.Min(options.MaxTokens, BertConfig.Load(Path.Combine(startFolder, "config.json")).MaxPositions);
        var rows = TrainingRows.Joint(examples, tokenization, maxTokens, cancellation);
        using var tuning = new FineTuning(startFolder, rows, objective, options);
        var result = tuning.Run(workFolder ?? Path.Combine(outputFolder, "work"), development is null ? null : Score, progress, cancellation);
        FineTunedFolder.WriteClassifier(outputFolder, startFolder, tuning.Weights(), objective.Outputs);
        new TrainingHistory(result).Save(outputFolder);
        return result;

        double Score()
        {
            var (bert, classifier) = tuning.Copy();
            using var model = new CrossEncoder(bert, classifier!, tokenization, options.Compute, maxTokens);
            return development(model);
        }
    }
}
