using SbertRepro.Encoders.Tests.Models;
using SbertRepro.Encoders.Training;
using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Encoders.Tests.Training;

/// <summary>A separable task of letters: a pair contradicts when its letters come from different halves of the alphabet.</summary>
internal static class ToyTask
{
    private const string Low = "abcde";
    private const string High = "vwxyz";

    /// <summary>Class 1 for the same half, 0 for different halves; as a target also a similarity.</summary>
    public static List<TrainingExample> Examples(int count, ulong seed = 1)
    {
        var random = new SplitMix64(seed);
        var examples = new List<TrainingExample>();
        for (var row = 0; row < count; row++)
        {
            var (first, second) = (random.Below(2), random.Below(2));
            examples.Add(new TrainingExample([Words(first, ref random), Words(second, ref random)], first == second ? 1 : 0));
        }

        return examples;
    }

    /// <summary>The half of the second sentence's letters: what one layer can tell of a pair that it reads jointly.</summary>
    public static List<TrainingExample> HalfOfSecond(int count, ulong seed = 1)
    {
        var random = new SplitMix64(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Below(2)).Select(half => new TrainingExample([Words(random.Below(2), ref random), Words(half, ref random)], half))];
    }

    public static BertTokenization Model(TemporaryFolder folder)
    {
        TinyModel.Write(folder.Path);
        return BertTokenization.FromFolder(folder.Path);
    }

    private static string Words(int half, ref SplitMix64 random)
    {
        var letters = new char[1 + random.Below(6)];
        for (var place = 0; place < letters.Length; place++) letters[place] = (half == 0 ? Low : High)[random.Below(5)];
        return string.Join(' ', letters);
    }
}
