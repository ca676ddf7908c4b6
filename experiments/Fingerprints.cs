using SbertRepro.Encoders;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>Collects everything that could change a cell's number. The thread count is not among it: results must not depend on it.</summary>
public static class Fingerprints
{
    private static readonly string EncoderCode = CodeHash.Of(typeof(Pooling).Assembly, "code/encoders");
    internal static readonly SortedDictionary<string, string> Libraries = Packages.Read(AppContext.BaseDirectory);

    /// <param name="cell">Which number.</param>
    /// <param name="model">The files of the system.</param>
    /// <param name="data">The files of the dataset.</param>
    /// <param name="setting">Device and precision.</param>
    public static Fingerprint Of(Cell cell, IEnumerable<SourceFile> model, IEnumerable<SourceFile> data, Setting setting)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["code/metrics"] = CodeHash.Metrics,
            ["code/encoders"] = EncoderCode,
            ["dataset"] = cell.Dataset,
            ["seed"] = cell.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (cell.System.Recipe is TrainedRecipe) inputs["code/training"] = TrainedModels.Code;
        foreach (var (name, value) in cell.System.Recipe.Settings) inputs[$"system/{name}"] = value;
        foreach (var file in model) inputs[$"model/{file.Id}"] = file.Sha256;
        foreach (var file in data) inputs[$"data/{file.Id}"] = file.Sha256;
        foreach (var (name, version) in Libraries) inputs[$"library/{name}"] = version;
        if (cell.System.Recipe.UsesTorch) (inputs["device"], inputs["precision"]) = (setting.Device, setting.Precision);
        return new Fingerprint(inputs);
    }

    /// <summary>Hash of the inputs that could change a sentence's vector: all but the dataset and the metric.</summary>
    public static string OfVectors(Fingerprint cell) => new Fingerprint(new(cell.Inputs
        .Where(input => input.Key is not ("dataset" or "code/metrics") && !input.Key.StartsWith("data/", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal)).Hash;
}
