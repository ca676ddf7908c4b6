using System.CommandLine;
using SbertRepro.Cli.Text;

namespace SbertRepro.Cli.Verbs;

/// <summary>Sentences to vectors.</summary>
internal sealed class EncodeVerb : Verb
{
    private readonly Argument<string> _input = new("file") { DefaultValueFactory = _ => "-", Description = "sentences, one a line; - or nothing reads standard input" };
    private readonly Option<string?> _format = new("--format") { HelpName = "npy|jsonl", Description = "default: npy when --output ends in .npy, else jsonl (one array a line)" };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FILE", Description = "default: standard output" };
    private readonly EncoderOptions _encoder = new();

    public EncodeVerb()
        : base("encode", "Encodes sentences: line i of the input becomes row i, blank lines included.",
        [
            "sbert-repro encode sentences.txt --system potion-base-4m -o vectors.npy",
            "sbert-repro encode --system ./my-model --precision bf16 < sentences.txt > vectors.jsonl",
            "python -c \"import numpy; print(numpy.load('vectors.npy').shape)\"",
        ])
    {
        Arguments.Add(_input);
        AddOptions(_format, _output);
        AddOptions(_encoder.All);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var target = parsed.GetValue(_output);
        var format = parsed.GetValue(_format) is { } named
            ? SharedOptions.OneOf("--format", named, "npy", "jsonl")
            : target?.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) == true ? "npy" : "jsonl";
        var input = new TextInput(parsed.GetValue(_input)!);
        using var encoder = _encoder.OpenEncoder(parsed, cancellation);
        using var output = new TextOutput(target, seekable: format == "npy");
        IVectorSink sink = format == "npy" ? new NpyFile(output.Stream) : new JsonLines(output.Stream);
        foreach (var chunk in input.Chunks())
            sink.Append(Terminal.WithProgress($"{chunk.Length:N0} sentences", progress => encoder.Encode(chunk, progress, cancellation)));
        sink.Complete(encoder.Dimension);
        output.Complete();
        return ExitCode.Success;
    }
}
