using System.CommandLine;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using TorchSharp;

namespace SbertRepro.Cli.Verbs;

/// <summary>Makes the mini-BERT of <c>datasets/sample/</c> again: vocabulary, packed text, masked-word training, then pairs of lines, all resumable.</summary>
internal sealed class PretrainVerb : Verb
{
    private const string Corpus = "corpus/corpus.txt.gz";
    private const string Nli = "nli/AllNLI-153k.tsv.gz";

    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "datasets/sample/mini-bert",
        Description = "where the best model by development loss goes",
    };
    private readonly Option<string> _work = new("--work")
    {
        HelpName = "FOLDER",
        DefaultValueFactory = _ => ".work/mini-bert",
        Description = "vocabulary, tokenised text and the checkpoint, from which an interrupted run goes on",
    };
    private readonly Option<int> _steps = new("--steps")
    {
        HelpName = "N",
        DefaultValueFactory = _ => 15_000,
        Description = "steps of 4,096 tokens; may be changed while the learning rate is on its plateau",
    };
    private readonly Option<int> _seed = new("--seed")
    {
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        Description = "of the initial weights, the order of the text and the hidden words",
    };

    private readonly Option<string?> _pairs = new("--pairs-from")
    {
        HelpName = "FOLDER",
        Description = "goes on from this model on pairs of lines: masked words, and whether the second line follows the first",
    };

    public PretrainVerb()
        : base("pretrain", "Pre-trains the small BERT that this project ships, on masked words, then on pairs. Hours on two cores; interrupt it whenever you like: it resumes.",
        [
            "sbert-repro fetch corpus allnli-153k && sbert-repro pretrain -o .work/words     its first part, on masked words",
            "sbert-repro pretrain --pairs-from .work/words --steps 1500 --work .work/pairs   its second part",
            "sbert-repro pretrain --steps 200 -o /tmp/tiny --work /tmp/work                  a quick look at the loss",
        ]) => AddOptions(_output, _work, _steps, _seed, _pairs);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_pairs) is { } from && Path.GetFullPath(from) == Path.GetFullPath(parsed.GetValue(_output)!))
            throw new UsageException($"--pairs-from {from} is the output too", "another folder: an interrupted run goes on only from the weights that it started from");
        var work = Directory.CreateDirectory(parsed.GetValue(_work)!).FullName;
        using var store = Place.Store(offline: true);
        var text = new PreTrainingText(Local(store, Corpus), Local(store, Nli), HeldOut(store));
        var options = new PreTrainingOptions { Seed = (ulong)parsed.GetValue(_seed), Precision = ProductPrecision.Faster(DeviceType.CPU) };
        options = options with { Schedule = options.Schedule with { Steps = parsed.GetValue(_steps) } };
        var start = parsed.GetValue(_pairs);
        if (start is not null) options = options.ForPairs(start);
        using var run = start is null ? OnPackedText(work, text, options, Similarity(store)) : OnPairs(start, work, text, options, Similarity(store));
        var best = double.PositiveInfinity;
        run.Run(Path.Combine(work, "checkpoint.safetensors"), progress => Say(Line(progress)), evaluation =>
        {
            Say(Line(evaluation));
            File.AppendAllText(Path.Combine(work, "development.tsv"), Row(evaluation));
            if (evaluation.Loss >= best) return;
            best = evaluation.Loss;
            PreTrainedFolder.Write(parsed.GetValue(_output)!, options.Model, run.Tokenization.Vocabulary, [.. run.Weights()]);
        }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Console.Out.WriteLine(parsed.GetValue(_output)!);
        return ExitCode.Success;
    }

    private static PreTraining OnPackedText(string work, PreTrainingText text, PreTrainingOptions options, StsDataset similarity)
    {
        var tokenization = Tokenization(work, text, options.Model.VocabularySize);
        var training = PackedText.OpenOrBuild(Path.Combine(work, "training.ids"), () => text.Training, tokenization);
        var development = PackedText.OpenOrBuild(Path.Combine(work, "development.ids"), () => text.Development, tokenization);
        Say($"{training.Count:N0} training tokens, {development.Count:N0} development tokens, {options.Schedule.Steps:N0} steps of {options.TokensPerStep:N0}");
        return new PreTraining(options, tokenization, training, development, similarity);
    }

    private static PreTraining OnPairs(string start, string work, PreTrainingText text, PreTrainingOptions options, StsDataset similarity)
    {
        var tokenization = BertTokenization.FromFolder(start);
        var training = PairedText.OpenOrBuild(Path.Combine(work, "training.pairs"), () => text.Training, tokenization);
        var development = PairedText.OpenOrBuild(Path.Combine(work, "development.pairs"), () => text.Development, tokenization);
        Say($"{training.Count:N0} training pairs, {development.Count:N0} development pairs, {options.Schedule.Steps:N0} steps of {options.PairsPerStep}, {options.Precision}");
        var run = new PreTraining(options, tokenization, training, development, similarity);
        run.StartFrom(start);
        return run;
    }

    private static string Local(ArtifactStore store, string id) => store.GetAsync(id).GetAwaiter().GetResult().Path;

    // No sentence that any table is measured on is trained on.
    private static IEnumerable<string> HeldOut(ArtifactStore store) => StsDatasets.All
        .Where(source => !source.Id.EndsWith("-train", StringComparison.Ordinal) && source.Format != StsFormat.Sample)
        .SelectMany(source => source.Read(id => Local(store, id)).DistinctSentences);

    // The development split: a measure of progress, and the only similarity data that choices may look at.
    private static StsDataset Similarity(ArtifactStore store) => StsDatasets.Find("STSb-dev").Read(id => Local(store, id));

    private static BertTokenization Tokenization(string work, PreTrainingText text, int size)
    {
        var path = Path.Combine(work, "vocab.txt");
        if (!File.Exists(path))
        {
            Say($"learning a vocabulary of {size:N0} word pieces");
            var tokens = WordPieceVocabulary.Train(text.Training.SelectMany(document => document), size);
            if (tokens.Count < size) throw new ActionableException($"a vocabulary of {tokens.Count} word pieces", Corpus, $"{size}");
            File.WriteAllLines(path + ".tmp", tokens);
            File.Move(path + ".tmp", path, overwrite: true);
        }

        return BertTokenization.FromVocabulary(path);
    }

    private static void Say(FormattableString text) => Say(text.ToString(CultureInfo.InvariantCulture));

    private static void Say(string text) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {text}");

    private static string Line(PreTrainingProgress progress) => string.Create(CultureInfo.InvariantCulture,
        $"step {progress.Step:N0}/{progress.Steps:N0}  loss {progress.Loss:F3}  rate {progress.LearningRate:E1}  norm {progress.GradientNorm:F2}  {progress.TokensPerSecond:N0} "
            + $"tokens/s  {progress.Remaining:hh\\:mm\\:ss} left");

    private static string Line(PreTrainingEvaluation evaluation) => string.Create(CultureInfo.InvariantCulture,
        $"step {evaluation.Step:N0}  development loss {evaluation.Loss:F4}  raw mean on STSb-dev {evaluation.Similarity:F2}"
            + $"{evaluation.NextSentence * 100:'  next line told in '0.0' %'}");

    private static string Row(PreTrainingEvaluation evaluation) =>
        string.Create(CultureInfo.InvariantCulture, $"{evaluation.Step}\t{evaluation.Loss:F4}\t{evaluation.Similarity:F2}\t{evaluation.NextSentence:F4}\n");
}
