namespace SbertRepro.Evaluation.Results;

/// <summary>What a study of encoding speed calls its rows and quantities: measurement and report find each other by these words.</summary>
public static class SpeedWords
{
    public const string Sentences = "sentences encoded";
    public const string Tokens = "tokens encoded, padding not counted";
    public const string Words = "words encoded";
    public const string Padding = "padding among the token positions";
    public const string Arithmetic = "arithmetic, padding not counted";
    public const string Share = "share of the matrix product rate";
    public const string Memory = "peak memory of the process, all configurations loaded";
    public const string SmallestCosine = "smallest cosine to torch fp32";
    public const string MeanCosine = "mean cosine to torch fp32";
    public const string Tokenising = "sentences tokenised";

    /// <summary>Behind a score that is told as a difference.</summary>
    public const string MinusReference = ", minus torch fp32's";

    private const string Onnx = "onnx";
    private const string OnnxRuntime = "ONNX Runtime";

    public const string InputOrder = "input order";
    public const string LengthBatches = "length batches";

    /// <summary>A configuration in words: "torch bf16, length batches".</summary>
    public static string Configuration(string backend, string precision, string batching) =>
        $"{Backend(backend, precision)}, {(batching == "length" ? LengthBatches : InputOrder)}";

    /// <summary>"ONNX Runtime int8".</summary>
    public static string Backend(string backend, string precision) => $"{(backend == Onnx ? OnnxRuntime : backend)} {precision}";

    /// <summary>
    /// The configuration behind a row: <see cref="Row"/> and <see cref="Configuration"/> backwards. Words behind the backend that are no batching ("2 threads, batches of 256") are no length batches.
    /// </summary>
    /// <returns>Null for words that are none of a row.</returns>
    public static (string System, string Backend, string Precision, string Batching)? Parse(string row)
    {
        var colon = row.LastIndexOf(": ", StringComparison.Ordinal);
        if (colon < 0) return null;
        var configuration = row[(colon + 2)..];
        var backend = configuration.Split(',')[0];
        var space = backend.LastIndexOf(' ');
        if (space < 0) return null;
        return (row[..colon], backend[..space] == OnnxRuntime ? Onnx : backend[..space], backend[(space + 1)..], configuration.EndsWith(LengthBatches, StringComparison.Ordinal) ? "length" : "none");
    }

    /// <summary>A system in one configuration: "mini-BERT: torch bf16, length batches".</summary>
    public static string Row(string system, string configuration) => $"{system}: {configuration}";

    public static string Spearman(string dataset) => $"Spearman x100 on {dataset}";

    public static string SpearmanChange(string dataset) => Spearman(dataset) + MinusReference;
}
