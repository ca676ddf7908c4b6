using System.CommandLine;
using System.Globalization;
using System.Text;
using SbertRepro.Cli.Text;

namespace SbertRepro.Cli.Verbs;

/// <summary>Sentence pairs to similarities.</summary>
internal sealed class ScoreVerb : Verb
{
    private readonly Argument<string> _input = new("file")
    {
        DefaultValueFactory = _ => "-",
        Description = "two sentences a line, separated by one tab; - or nothing reads standard input",
    };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FILE", Description = "default: standard output" };
    private readonly EncoderOptions _encoder = new();

    public ScoreVerb()
        : base("score", "Scores sentence pairs, one number a line: the cosine of a bi-encoder, or what a cross-encoder says.",
        [
            "printf 'A man plays.\\tSomeone is playing.\\n' | sbert-repro score --system potion-base-4m",
            "sbert-repro score pairs.tsv --system ./my-cross-encoder -o scores.txt",
        ])
    {
        Arguments.Add(_input);
        AddOptions(_output);
        AddOptions(_encoder.All);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var input = new TextInput(parsed.GetValue(_input)!);
        using var scorer = _encoder.OpenScorer(parsed, cancellation);
        using var output = new TextOutput(parsed.GetValue(_output));
        foreach (var chunk in input.Pairs().Chunk(TextInput.ChunkLines))
        {
            var scores = Terminal.WithProgress($"{chunk.Length:N0} pairs", progress => scorer.Score(chunk, progress, cancellation));
            output.Stream.Write(Encoding.ASCII.GetBytes(string.Concat(scores.Select(score => score.ToString(CultureInfo.InvariantCulture) + "\n"))));
        }
        output.Complete();
        return ExitCode.Success;
    }
}
