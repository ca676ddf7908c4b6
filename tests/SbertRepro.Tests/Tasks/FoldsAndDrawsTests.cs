using System.Security.Cryptography;
using System.Text;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks.Transfer;
using Xunit;

namespace SbertRepro.Tests.Tasks;

/// <summary>Random numbers and folds against numpy 1.24.2 and scikit-learn 1.2.1, seed 1111 throughout.</summary>
public sealed class FoldsAndDrawsTests
{
    [Fact]
    public void The_generator_is_that_of_numpy()
    {
        var random = new MersenneTwister(1111); // numpy.frombuffer(RandomState(1111).bytes(16), '<u4')
        Assert.Equal([410380700u, 1846919479u, 3972860645u, 1097182545u], new[] { random.Next(), random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void Permutations_are_those_of_numpy()
    {
        var random = new MersenneTwister(1111);
        Assert.Equal([9, 10, 6, 8, 3, 11, 0, 4, 2, 1, 5, 7], random.Permutation(12));
        Assert.Equal([6, 3, 5, 1, 0, 2, 4], random.Permutation(7));
        // Longer than the generator's state, and than 16 bits.
        Assert.Equal("004a50bbce681444d6358d1f452ec38eee2803915176990c2a8bfe382f8a5ad8", Hash(string.Join(',', new MersenneTwister(1111).Permutation(70_000))));
    }

    [Theory]
    [InlineData("101102210101120102101", 3, "200222202110111000112")]
    [InlineData("1111111111111111111111100000000000000", 10, "7953200911366882254047154983026164753")]
    public void Folds_are_those_of_scikit_learn(string labels, int folds, string assigned) =>
        Assert.Equal(assigned, string.Concat(StratifiedFolds.Assign([.. labels.Select(digit => digit - '0')], folds, 1111)));

    [Fact]
    public void Folds_of_a_set_as_large_as_the_real_ones_are_those_of_scikit_learn() => Assert.Equal(
        "fa7d73f0ecddfb75b52c465100e7133f78071c6a9615144455e1bd498e4b0834",
        Hash(string.Concat(StratifiedFolds.Assign([.. Enumerable.Range(0, 4000).Select(i => i * 7 % 10 < 6 ? 1 : 0)], 10, 1111))));

    [Theory]
    [InlineData(1111)]
    [InlineData(7)]
    public void Folds_and_the_classes_within_them_differ_by_one_item_at_most(uint seed)
    {
        int[] labels = [.. Enumerable.Range(0, 1237).Select(i => i % 11 < 5 ? 0 : i % 11 < 9 ? 1 : 2)];
        var folds = StratifiedFolds.Assign(labels, 10, seed);
        Assert.InRange(Spread(folds.CountBy(fold => fold).Select(pair => pair.Value)), 0, 1);
        foreach (var label in new[] { 0, 1, 2 }) Assert.InRange(Spread(folds.Where((_, i) => labels[i] == label).CountBy(fold => fold).Select(pair => pair.Value)), 0, 1);
        Assert.NotEqual(folds, StratifiedFolds.Assign(labels, 10, seed + 1));

        static int Spread(IEnumerable<int> counts) => counts.Max() - counts.Min();
    }

    [Fact]
    public void Too_few_items_for_the_folds_are_refused() =>
        Assert.Contains("9 items, expected at least one for each of 10 folds", Assert.Throws<ActionableException>(() => StratifiedFolds.Assign(new int[9], 10, 1111)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_final_fit_holds_out_the_first_twentieth_of_a_permutation()
    {
        var split = TrainingSplit.Of(new TrainingJob([.. Enumerable.Range(100, 50)], null, [1e-5]), new AdamOptions());
        int[] shuffled = [.. new MersenneTwister(1111).Permutation(50).Select(i => i + 100)];
        Assert.Equal(shuffled[..2], split.Dev);
        Assert.Equal(shuffled[2..], split.Train);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
