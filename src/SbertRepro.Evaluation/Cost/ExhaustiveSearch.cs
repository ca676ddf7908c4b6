using System.Diagnostics;
using System.Text.Json;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Evaluation.Cost;

/// <summary>How far an exhaustive search has come.</summary>
/// <param name="Run">Identifies sentences and system; a state is only continued by the same.</param>
/// <param name="NextPair">Pairs scored so far, in the order (0, 1), (0, 2) ... (1, 2) ...</param>
/// <param name="First">Of the best pair so far.</param>
/// <param name="Second">Of the best pair so far.</param>
/// <param name="Score">Of the best pair so far; null before the first.</param>
/// <param name="Seconds">Scoring time of all sessions; the work that a kill threw away is not in it.</param>
/// <param name="Sessions">Processes that worked on it.</param>
public sealed record SearchState(string Run, long NextPair, int First, int Second, float? Score, double Seconds, int Sessions)
{
    public MostSimilarPair Best => Score is { } score ? new MostSimilarPair(First, Second, score) : MostSimilarPair.None;

    internal static SearchState Start(string run) => new(run, 0, 0, 0, null, 0, 0);
}

/// <summary>
/// The search the paper calls 65 hours, really run: a pair scorer reads all n(n-1)/2 pairs. The running maximum is saved after every chunk, so a run that is killed goes
/// on where it was, and at most one chunk is scored twice.
/// </summary>
public static class ExhaustiveSearch
{
    /// <summary>Enough pairs of mixed lengths for the scorer to batch them by length with little padding.</summary>
    public const int PairsPerChunk = 16_384;

    /// <param name="sentences">2 or more.</param>
    /// <param name="scorer">Called as score(earlier sentence, later sentence).</param>
    /// <param name="path">The state's file; read if it is there, replaced after every chunk. It stays when the search is done.</param>
    /// <param name="run">Identifies sentences and system, e.g. a hash of both.</param>
    /// <param name="pairsPerChunk">Between two savings.</param>
    /// <param name="progress">Pairs done.</param>
    /// <param name="cancellation">Stops between chunks and wherever the scorer heeds it; the file then holds the last whole chunk.</param>
    /// <exception cref="ActionableException">The file is of another run or not a state, or a score is not a number.</exception>
    public static SearchState Run(
        IReadOnlyList<string> sentences, IPairScorer scorer, string path, string run, int pairsPerChunk = PairsPerChunk,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var total = MostSimilarPair.PairsAmong(sentences.Count);
        var state = Read(path, run, total);
        if (state.NextPair < total) state = state with { Sessions = state.Sessions + 1 };
        while (state.NextPair < total)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            (int First, int Second)[] pairs = [.. PairsFrom(state.NextPair, sentences.Count).Take(pairsPerChunk)];
            var scores = scorer.Score([.. pairs.Select(pair => new SentencePair(sentences[pair.First], sentences[pair.Second]))], cancellation: cancellation);
            var best = state.Best;
            for (var i = 0; i < pairs.Length; i++)
            {
                if (float.IsNaN(scores[i])) throw new ActionableException("the score is not a number", $"sentences {pairs[i].First} and {pairs[i].Second}", next: "check the model");
                best = best.Or(new MostSimilarPair(pairs[i].First, pairs[i].Second, scores[i]));
            }

            state = state with
            {
                NextPair = state.NextPair + pairs.Length,
                First = best.First,
                Second = best.Second,
                Score = (float)best.Similarity,
                Seconds = state.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds,
            };
            Save(path, state);
            progress?.Report(new WorkProgress(state.NextPair, total));
        }

        return state;
    }

    /// <summary>The pairs of n sentences from number <paramref name="start"/> on.</summary>
    internal static IEnumerable<(int First, int Second)> PairsFrom(long start, int n)
    {
        var first = 0;
        for (; first < n && start >= n - 1 - first; first++) start -= n - 1 - first;
        for (; first < n; first++, start = 0)
        {
            for (var second = first + 1 + (int)start; second < n; second++) yield return (first, second);
        }
    }

    private static SearchState Read(string path, string run, long total)
    {
        if (!File.Exists(path)) return SearchState.Start(run);
        SearchState state;
        try
        {
            state = JsonSerializer.Deserialize<SearchState>(File.ReadAllBytes(path)) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new ActionableException($"not the state of a search ({error.Message})", path, next: "delete it to start over", inner: error);
        }

        if (state.Run != run) throw new ActionableException($"the state is of the run {state.Run}", path, run, "use another file, or delete it to start over");
        if (state.NextPair < 0 || state.NextPair > total) throw new ActionableException($"{state.NextPair} pairs done", path, $"at most {total}", "delete it to start over");
        return state;
    }

    private static void Save(string path, SearchState state)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(state));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
