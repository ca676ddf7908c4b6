namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// Shuffled stratified k-fold assignment, equal item by item to scikit-learn's <c>StratifiedKFold(n_splits, shuffle=True, random_state)</c> since version 0.22:
/// fold sizes differ by at most one, and so do the shares of every class. Equal items at different places are different items: their folds are independent.
/// </summary>
public static class StratifiedFolds
{
    /// <returns>The fold of every item, 0 ... folds - 1.</returns>
    /// <exception cref="ActionableException">There are fewer items than folds.</exception>
    public static int[] Assign(ReadOnlySpan<int> labels, int folds, uint seed)
    {
        if (labels.Length < folds) throw new ActionableException($"{labels.Length} items", expected: $"at least one for each of {folds} folds");
        var classes = ByFirstAppearance(labels);
        var counts = Allocate(classes, folds);
        var random = new MersenneTwister(seed);
        var assigned = new int[labels.Length];
        for (var k = 0; k < classes.Count; k++)
        {
            int[] ofClass = [.. Enumerable.Range(0, folds).SelectMany(fold => Enumerable.Repeat(fold, counts[fold, k]))];
            random.Shuffle(ofClass);
            foreach (var (i, item) in classes[k].Index()) assigned[item] = ofClass[i];
        }
        return assigned;
    }

    // The items of each class, classes in the order in which they first appear.
    private static List<List<int>> ByFirstAppearance(ReadOnlySpan<int> labels)
    {
        var (classes, indices) = (new List<List<int>>(), new Dictionary<int, int>());
        for (var item = 0; item < labels.Length; item++)
        {
            if (indices.TryAdd(labels[item], classes.Count)) classes.Add([]);
            classes[indices[labels[item]]].Add(item);
        }
        return classes;
    }

    // With the items sorted by class, fold f takes every folds-th from f on: how many of each class that gives.
    private static int[,] Allocate(List<List<int>> classes, int folds)
    {
        var (counts, position) = (new int[folds, classes.Count], 0);
        for (var k = 0; k < classes.Count; k++)
            for (var i = 0; i < classes[k].Count; i++)
                counts[position++ % folds, k]++;
        return counts;
    }
}
