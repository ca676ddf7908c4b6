using SbertRepro.Encoders.Training;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

/// <summary>Pre-training on pairs of lines: documents whose lines have letters of one of five groups, so that a neighbour can be told from nine tenths of the strangers at most.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class PairPreTrainingTests : IDisposable
{
    private const string Groups = "abcdefghijklmnopqrstuvwxy";

    private readonly TemporaryFolder folder = new();
    private readonly BertTokenization tokenization;
    private readonly PairedText training;
    private readonly PairedText development;

    public PairPreTrainingTests()
    {
        tokenization = ToyTask.Model(folder);
        training = PairedText.OpenOrBuild(folder.File("training.pairs"), () => Documents(200, seed: 1), tokenization);
        development = PairedText.OpenOrBuild(folder.File("development.pairs"), () => Documents(40, seed: 2), tokenization);
    }

    [Fact]
    public void It_learns_which_line_follows_which_and_the_words_that_are_hidden()
    {
        using var run = new PreTraining(Options(steps: 300), tokenization, training, development);
        var before = run.Evaluate();
        Assert.InRange(before.NextSentence!.Value, 0.35, 0.65);
        run.Run(folder.File("checkpoint.safetensors"));
        var after = run.Evaluate();
        Assert.InRange(after.NextSentence!.Value, 0.75, 0.97);
        Assert.True(after.Loss < before.Loss - 1, $"{after.Loss} after {before.Loss}");
    }

    [Fact]
    public void A_run_that_was_stopped_ends_with_the_weights_of_one_that_was_not()
    {
        var whole = Weights("whole.safetensors", CancellationToken.None);
        using var stop = new CancellationTokenSource();
        using (var run = new PreTraining(Options(steps: 20), tokenization, training, development))
        {
            run.Run(folder.File("parts.safetensors"), evaluated: _ => stop.Cancel(), cancellation: stop.Token);
            Assert.InRange(run.Steps, 1, 19);
        }

        Assert.Equal(whole, Weights("parts.safetensors", CancellationToken.None));

        float[] Weights(string checkpoint, CancellationToken cancellation)
        {
            using var run = new PreTraining(Options(steps: 20), tokenization, training, development);
            run.Run(folder.File(checkpoint), cancellation: cancellation);
            return [.. run.Weights().SelectMany(weight => weight.Values)];
        }
    }

    [Fact]
    public void Words_of_another_model_are_taken_over_and_what_it_lacks_starts_anew()
    {
        using var first = new PreTraining(Options(steps: 1) with { PairsPerStep = 0, BlocksPerStep = 2 }, tokenization, Packed(), Packed());
        PreTrainedFolder.Write(folder.File("words"), Options(1).Model, tokenization.Vocabulary, [.. first.Weights()]);
        using var second = new PreTraining(Options(steps: 1) with { Seed = 9 }, tokenization, training, development);
        second.StartFrom(folder.File("words"));
        var (known, taken) = (first.Weights().ToDictionary(weight => weight.Slot.Name, weight => weight.Values), second.Weights().ToDictionary(weight => weight.Slot.Name, weight => weight.Values));
        Assert.Equal(["bert.pooler.dense.bias", "bert.pooler.dense.weight", "cls.seq_relationship.bias", "cls.seq_relationship.weight"], taken.Keys.Except(known.Keys).Order(StringComparer.Ordinal));
        Assert.All(known, weight => Assert.All(weight.Value.Zip(taken[weight.Key]), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First / 128) + 1e-9f))); // the folder is bfloat16
        Assert.True(taken["bert.pooler.dense.weight"].Max() > 0);
    }

    [Fact]
    public void The_folder_says_what_the_pooler_reads_and_so_does_the_cross_encoder_that_starts_from_it()
    {
        using (var run = new PreTraining(Options(steps: 1), tokenization, training, development)) PreTrainedFolder.Write(folder.File("pairs"), Options(1).Model, tokenization.Vocabulary, [.. run.Weights()]);
        Assert.True(BertCheckpoint.HasPooler(folder.File("pairs")));
        Assert.Contains("BertForPreTraining", File.ReadAllText(Path.Combine(folder.File("pairs"), "config.json")), StringComparison.Ordinal);
        CrossEncoderTraining.Run(folder.File("pairs"), folder.File("cross"), ToyTask.Examples(16), new PairRegression(), new FineTuningOptions { LearningRate = 1e-3 });
        Assert.Equal(Pooling.Max, BertConfig.Load(Path.Combine(folder.File("cross"), "config.json")).ClassifierPooling);
        using var scorer = CrossEncoder.Load(folder.File("cross"));
        SentencePair[] pairs = [new("a b", "c"), new("a b c d e f g h", "k l m n o"), new("v", "w")];
        Assert.Equal(pairs.Select(pair => scorer.Score([pair])[0]), scorer.Score(pairs), (alone, together) => Math.Abs(alone - together) < 1e-6); // padding is not pooled
    }

    [Fact]
    public void Half_of_the_pairs_are_strangers_and_padding_is_neither_hidden_nor_counted()
    {
        var data = new PairedData(training, tokenization, Options(steps: 1) with { PairsPerStep = 400 });
        var batches = data.Batches(0).SelectMany(share => share).ToList();
        Assert.Equal(data.Batches(0).SelectMany(share => share).SelectMany(batch => batch.Ids), batches.SelectMany(batch => batch.Ids)); // follows from the step alone
        Assert.InRange(batches.SelectMany(batch => batch.Strangers!).Average(), 0.4, 0.6);
        Assert.All(batches.Where(batch => batch.Mask is not null), batch => Assert.All(batch.Positions, position => Assert.True(batch.Mask![position])));
        Assert.All(batches, batch => Assert.Equal(batch.Ids.Count(id => id != tokenization.PaddingId), batch.Tokens));
        Assert.InRange(batches.Sum(batch => batch.Labels.Length) / (double)batches.Sum(batch => batch.Tokens), 0.08, 0.16); // 15 % of the words, and three of a pair's tokens are none
    }

    public void Dispose() => folder.Dispose();

    private PackedText Packed() => PackedText.OpenOrBuild(folder.File("packed.ids"), () => Documents(200, seed: 1), tokenization);

    private PreTrainingOptions Options(long steps) => new()
    {
        Model = new BertConfig
        {
            VocabularySize = tokenization.Vocabulary.Count,
            HiddenSize = 32,
            Layers = 2,
            Heads = 2,
            IntermediateSize = 64,
            MaxPositions = 128,
            HiddenDropout = 0,
            AttentionDropout = 0,
            ClassifierPooling = Pooling.Max,
        },
        Precision = Precision.Float32,
        PairsPerStep = 32,
        Schedule = new LearningRateSchedule(Peak: 3e-3, steps, WarmupSteps: 10),
    };

    private static IEnumerable<IReadOnlyList<string>> Documents(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        for (var document = 0; document < count; document++)
        {
            var group = 5 * random.Below(5);
            var lines = new string[4];
            for (var line = 0; line < lines.Length; line++)
            {
                var letters = new char[3 + random.Below(6)];
                for (var place = 0; place < letters.Length; place++) letters[place] = Groups[group + random.Below(5)];
                lines[line] = string.Join(' ', letters);
            }

            yield return lines;
        }
    }
}
