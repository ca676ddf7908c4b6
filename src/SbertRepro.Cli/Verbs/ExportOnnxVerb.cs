using System.CommandLine;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>A model as one ONNX file beside its tokenizer.</summary>
internal sealed class ExportOnnxVerb : Verb
{
    private readonly SharedOptions _options = new();
    private readonly Argument<string> _system = new("system")
    {
        Description = "a bi-encoder or a cross-encoder: a known system (sbert-repro list systems) or a local model folder",
    };
    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FOLDER",
        Required = true,
        Description = "gets model.onnx, config.json and the tokenizer; new, empty, or an earlier export",
    };
    private readonly Option<bool> _int8 = new("--int8")
    {
        Description = "multiply 8-bit integers in the linear layers: a quarter of the size, faster on most CPUs, and slightly different vectors (how much is printed)",
    };

    public ExportOnnxVerb()
        : base("export-onnx", "Writes a model in the ONNX format, for any program with ONNX Runtime. Pooling, linear layers and scaling are inside the graph: "
            + "tokens in, sentence vectors (or logits) out. "
            + "The export is compared with torch on a few sentences before it gets its name; one that differs by more than 1e-4 (float32) is not written.",
        [
            "sbert-repro export-onnx sbert-nli-mini -o my-onnx               then: sbert-repro encode --system ./my-onnx sentences.txt",
            "sbert-repro export-onnx ./my-model -o my-onnx-int8 --int8       a quarter of the size",
            "sbert-repro export-onnx ./my-cross-encoder -o scorer            then: sbert-repro score --system ./scorer pairs.tsv",
            "sbert-repro run --table table7                                  what the backends are worth on this machine",
        ])
    {
        Arguments.Add(_system);
        AddOptions(_output, _int8, _options.Pooling, _options.Layer, _options.Threads);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var layer = parsed.GetValue(_options.Layer) is { } text ? LayerSelection.Parse(text) : (LayerSelection?)null;
        var system = EncoderOptions.Overridden(Names.System(parsed.GetValue(_system)!), Names.Pooling(parsed.GetValue(_options.Pooling)), layer);
        var (output, precision) = (parsed.GetValue(_output)!, parsed.GetValue(_int8) ? OnnxPrecision.Int8 : OnnxPrecision.Float32);
        var threads = SharedOptions.ParseThreads(parsed.GetValue(_options.Threads));
        var setting = new Setting(system.Scales is [var scale, ..] ? scale : Scale.Sample, "cpu", "cpu", "fp32", threads, Machine.Read());
        var sources = Place.Sources();
        var found = sources.OfSystem(system);
        if (found.Missing is { } missing) throw new ActionableException(missing.Reason, system.Id, next: missing.Next);
        var opening = CellOptions.Opening(setting, sources);
        var agreement = Terminal.WithProgress(system.Id, progress => OnnxFolder.Export(opening, system, found.Files, output, precision, progress, cancellation));
        Print(Path.Combine(output, "model.onnx"), precision, agreement);
        Terminal.Error.WriteLine($"Next: sbert-repro {(agreement.SmallestCosine is null ? "score" : "encode")} --system "
            + $"{(output.Contains('/', StringComparison.Ordinal) ? output : $"./{output}")}");
        return ExitCode.Success;
    }

    private static void Print(string path, OnnxPrecision precision, OnnxAgreement agreement)
    {
        var model = OnnxDescription.Read(path);
        var cosine = agreement.SmallestCosine is { } value ? $", smallest cosine {Number(value, "F6")}" : "";
        Console.Out.WriteLine($"file          {path}");
        Console.Out.WriteLine($"size          {Number(model.Bytes / 1e6, "F1")} MB");
        Console.Out.WriteLine($"numbers       {(precision == OnnxPrecision.Int8 ? "int8 in the linear layers, float32 elsewhere" : "float32")}");
        Console.Out.WriteLine($"operator set  {Number(OnnxExport.Opset, "F0")} (ONNX Runtime 1.17 or newer)");
        foreach (var input in model.Inputs) Console.Out.WriteLine($"input         {input}");
        foreach (var result in model.Outputs) Console.Out.WriteLine($"output        {result}");
        Console.Out.WriteLine($"dynamic axes  {string.Join(", ", model.DynamicAxes)}");
        Console.Out.WriteLine($"against torch largest difference {Number(agreement.LargestDifference, "G3")}{cosine}, {agreement.Items} "
            + $"{(agreement.SmallestCosine is null ? "pairs" : "sentences")}");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
