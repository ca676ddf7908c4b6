using SbertRepro.Evaluation.Results;
using Xunit;

namespace SbertRepro.Tests.Results;

public sealed class FingerprintTests
{
    [Fact]
    public void Equal_inputs_give_equal_hashes_whatever_the_comparer()
    {
        var ordinal = new Fingerprint(new(StringComparer.Ordinal) { ["b"] = "2", ["A"] = "1" });
        var cultural = new Fingerprint(new(StringComparer.InvariantCultureIgnoreCase) { ["A"] = "1", ["b"] = "2" });

        Assert.Equal(ordinal, cultural);
        Assert.Empty(ordinal.DifferencesTo(cultural));
    }

    [Fact]
    public void Differences_name_changed_added_and_removed_inputs_in_order()
    {
        var before = new Fingerprint(new() { ["gone"] = "1", ["kept"] = "1", ["changed"] = "1" });
        var after = new Fingerprint(new() { ["new"] = "1", ["kept"] = "1", ["changed"] = "2" });

        Assert.Equal(["changed", "gone", "new"], before.DifferencesTo(after));
        Assert.NotEqual(before.Hash, after.Hash);
    }

    [Fact]
    public void The_sources_of_the_metrics_are_hashed_into_the_assembly() => Assert.Equal(64, CodeHash.Metrics.Length);
}
