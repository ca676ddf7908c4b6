using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Trains Sentence-BERT (paper section 3): one BERT encodes both sentences, the objective compares the vectors. From a model folder to a model folder, so "NLI, then
/// STS-B" is two runs, the second starting where the first ended.
/// </summary>
public static class SiameseTraining
{
    /// <param name="startFolder">A BERT or a sentence encoder in the Hugging Face layout.</param>
    /// <param name="outputFolder">Gets the chosen weights, as <see cref="SentenceBert.Load"/> reads them, and the history of the run.</param>
    /// <param name="examples">Read once; text is not kept.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="options">Null is the paper's recipe for NLI.</param>
    /// <param name="development">Score of an encoder on development data, higher is better; decides which weights are chosen. Null takes the last.</param>
    /// <param name="workFolder">Holds the checkpoint from which an interrupted run goes on; null is "work" in the output folder.</param>
    /// <param name="progress">Every 20 steps.</param>
    /// <param name="cancellation">Stops after the step at hand, with a checkpoint.</param>
    /// <exception cref="ActionableException">The run has diverged, or a file is not what it should be.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; call again with the same arguments to go on.</exception>
    public static FineTuningResult Run(
        string startFolder, string outputFolder, IEnumerable<TrainingExample> examples, IObjective objective, FineTuningOptions? options = null,
        Func<ISentenceEncoder, double>? development = null, string? workFolder = null, IProgress<FineTuningProgress>? progress = null, CancellationToken cancellation = default)
    {
        LibTorch.Load();
        options ??= new();
        var start = SentenceTransformerFolder.Read(startFolder);
        if (start.DenseFolders.Count > 0 || start.Prompt.Length > 0)
            throw new ActionableException("a dense layer or a prompt behind the encoder", startFolder, "a BERT with pooling alone", "start from another model");
        var tokenization = BertTokenization.FromFolder(start.ModelFolder);
        var maxTokens = Math.Min(options.MaxTokens, BertConfig.Load(Path.Combine(start.ModelFolder, "config.json")).MaxPositions);
        var rows = TrainingRows.Separate(examples, tokenization, maxTokens, cancellation);
        using var tuning = new FineTuning(start.ModelFolder, rows, objective, options);
        var result = tuning.Run(workFolder ?? Path.Combine(outputFolder, "work"), development is null ? null : Score, progress, cancellation);
        FineTunedFolder.WriteSentenceEncoder(outputFolder, start.ModelFolder, tuning.Weights(), options.Pooling, maxTokens);
        new TrainingHistory(result).Save(outputFolder);
        return result;

        double Score()
        {
            using var encoder = new SentenceBert(tuning.Copy().Bert, tokenization, new SentenceBertOptions { Pooling = options.Pooling, MaxTokens = maxTokens }, options.Compute);
            return development(encoder);
        }
    }
}
