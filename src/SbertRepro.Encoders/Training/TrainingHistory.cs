using System.Globalization;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Training;

/// <summary>Loss curve and development scores of a run, kept as two tab-separated files beside its checkpoint.</summary>
internal sealed class TrainingHistory
{
    public const string LossFile = "training-loss.tsv";
    public const string DevelopmentFile = "training-development.tsv";

    private const string LossHeader = "step\tloss\tlearning_rate";
    private const string DevelopmentHeader = "step\tscore";

    /// <summary>A run has diverged when the mean loss of so many steps exceeds that of its first ones by <see cref="DivergenceFactor"/>.</summary>
    private const int DivergenceWindow = 50;
    private const double DivergenceFactor = 3;

    public TrainingHistory()
    {
    }

    public TrainingHistory(FineTuningResult result) => (Losses, Development) = ([.. result.Losses], [.. result.Development]);

    public List<LossPoint> Losses { get; } = [];

    public List<DevelopmentPoint> Development { get; } = [];

    /// <summary>The first measurement that no later one exceeds, or null.</summary>
    public DevelopmentPoint? Best => Development.Count == 0 ? null : Development.MaxBy(point => point.Score);

    public bool HasDiverged => !double.IsFinite(Losses[^1].Loss)
        || (Losses.Count > DivergenceWindow && Mean(Losses.Count - DivergenceWindow) > DivergenceFactor * Mean(0));

    /// <summary>What was recorded up to a step; later lines are of steps that a resumed run takes again.</summary>
    public static TrainingHistory Load(string folder, long step)
    {
        var history = new TrainingHistory();
        history.Losses.AddRange(Read(folder, LossFile).Select(fields => new LossPoint((long)fields[0], fields[1], fields[2])).TakeWhile(point => point.Step <= step));
        history.Development.AddRange(Read(folder, DevelopmentFile).Select(fields => new DevelopmentPoint((long)fields[0], fields[1])).TakeWhile(point => point.Step <= step));
        return history.Losses.Count == step ? history : throw new ActionableException(
            $"{history.Losses.Count} losses", Path.Combine(folder, LossFile), $"those of the {step} steps that the checkpoint has seen", "delete the folder to start over");
    }

    public void Save(string folder)
    {
        Write(folder, LossFile, LossHeader, Losses.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Step}\t{point.Loss:R}\t{point.LearningRate:R}")));
        Write(folder, DevelopmentFile, DevelopmentHeader, Development.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Step}\t{point.Score:R}")));
    }

    private double Mean(int first) => Losses.Skip(first).Take(DivergenceWindow).Average(point => point.Loss);

    private static IEnumerable<double[]> Read(string folder, string name) =>
        File.ReadLines(Path.Combine(folder, name)).Skip(1).Select(line => Array.ConvertAll(line.Split('\t'), field => double.Parse(field, CultureInfo.InvariantCulture)));

    private static void Write(string folder, string name, string header, IEnumerable<string> lines)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllLines(path + ".tmp", lines.Prepend(header));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
