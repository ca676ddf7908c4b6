using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using SbertRepro.Cli.Text;
using SbertRepro.Encoders;
using SbertRepro.Evaluation;

namespace SbertRepro.Cli.Verbs;

/// <summary>Sentences to token ids.</summary>
internal sealed class TokenizeVerb : Verb
{
    private readonly Argument<string> _input = new("file") { DefaultValueFactory = _ => "-", Description = "sentences, one a line; - or nothing reads standard input" };
    private readonly Option<string?> _vocabulary = new("--vocab") { HelpName = "FILE", Description = "a vocab.txt (one token a line) or a tokenizer.json" };
    private readonly Option<string?> _system = new("--system") { HelpName = "ID|FOLDER", Description = "the tokenisation of a system or of a local model folder" };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FILE", Description = "default: standard output" };

    public TokenizeVerb()
        : base("tokenize", "Tokenises sentences as BERT does: each line becomes one JSON object with ids and tokens, [CLS] and [SEP] included.",
        [
            "echo 'Hello, world!' | sbert-repro tokenize --vocab vocab.txt",
            "sbert-repro tokenize sentences.txt --system ./my-model | jq '.ids | length'",
        ])
    {
        Arguments.Add(_input);
        AddOptions(_vocabulary, _system, _output);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var input = new TextInput(parsed.GetValue(_input)!);
        var tokenization = Open(parsed.GetValue(_vocabulary), parsed.GetValue(_system));
        using var output = new TextOutput(parsed.GetValue(_output));
        using var writer = new Utf8JsonWriter(output.Stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (var line in input.Lines())
        {
            cancellation.ThrowIfCancellationRequested();
            Write(writer, tokenization, tokenization.Encode(line, int.MaxValue));
            writer.Flush();
            writer.Reset();
            output.Stream.WriteByte((byte)'\n');
        }
        output.Complete();
        return ExitCode.Success;
    }

    private static void Write(Utf8JsonWriter writer, BertTokenization tokenization, int[] ids)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("ids");
        foreach (var id in ids) writer.WriteNumberValue(id);
        writer.WriteEndArray();
        writer.WriteStartArray("tokens");
        foreach (var token in tokenization.Tokens(ids)) writer.WriteStringValue(token);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static BertTokenization Open(string? vocabulary, string? system)
    {
        if ((vocabulary is null) == (system is null))
            throw new UsageException(vocabulary is null ? "no vocabulary" : "--vocab and --system together", "either --vocab FILE or --system ID|FOLDER");
        if (vocabulary is not null)
            return vocabulary.EndsWith(".json", StringComparison.Ordinal) ? BertTokenization.FromTokenizerJson(vocabulary) : BertTokenization.FromVocabulary(vocabulary);
        var spec = Names.System(system!);
        var found = Place.Sources().OfSystem(spec);
        if (found.Missing is { } missing) throw new ActionableException(missing.Reason, spec.Id, next: missing.Next);
        var folder = found.Files.Where(file => Path.GetFileName(file.Path) is "vocab.txt" or "tokenizer.json").Select(file => Path.GetDirectoryName(file.Path)).FirstOrDefault();
        return folder is null
            ? throw new UsageException($"{spec.Id} has no word pieces", "a BERT system or a static token table")
            : BertTokenization.FromFolder(folder);
    }
}
