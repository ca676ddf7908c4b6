using System.Globalization;
using System.Text;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using Xunit;

namespace SbertRepro.Tests.Results;

public sealed class ResultStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private ResultStore Store => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_cell_comes_back_exactly_as_it_was_saved()
    {
        var cell = SampleRecords.Cell("STS12", 0.1f, -0f, float.Epsilon, 1f / 3);
        Store.Save(SampleRecords.Key, cell, TestContext.Current.CancellationToken);

        var read = Assert.Single(Store.Find(SampleRecords.Key)!.Cells);

        Assert.Equal(cell.Scores, read.Scores);
        Assert.Equal(cell.Predictions.Select(BitConverter.SingleToInt32Bits), read.Predictions.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(cell.Fingerprint, read.Fingerprint);
        Assert.Equal(cell.Notes, read.Notes);
        Assert.Equal(cell.Provenance.Cpu, read.Provenance.Cpu);
        Assert.Equal(cell.Provenance.Artifacts, read.Provenance.Artifacts);
        Assert.Equal(cell.Provenance.Started, read.Provenance.Started);
    }

    [Fact]
    public void Saving_a_dataset_again_replaces_only_its_own_cell()
    {
        Store.Save(SampleRecords.Key, SampleRecords.Cell("STS13", 1f), TestContext.Current.CancellationToken);
        Store.Save(SampleRecords.Key, SampleRecords.Cell("STS12", 2f), TestContext.Current.CancellationToken);
        Store.Save(SampleRecords.Key, SampleRecords.Cell("STS13", 3f), TestContext.Current.CancellationToken);

        var cells = Store.Find(SampleRecords.Key)!.Cells;

        Assert.Equal(["STS12", "STS13"], cells.Select(cell => cell.Dataset));
        Assert.Equal([2f, 3f], cells.Select(cell => cell.Predictions[0]));
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_culture_or_on_the_order_of_saving()
    {
        var before = CultureInfo.CurrentCulture;
        Store.Save(SampleRecords.Key, SampleRecords.Cell("a", 1f), TestContext.Current.CancellationToken);
        Store.Save(SampleRecords.Key, SampleRecords.Cell("B", 1f), TestContext.Current.CancellationToken);
        var first = File.ReadAllBytes(Store.PathOf(SampleRecords.Key));
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Store.Save(SampleRecords.Key, SampleRecords.Cell("a", 1f), TestContext.Current.CancellationToken);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.Equal(first, File.ReadAllBytes(Store.PathOf(SampleRecords.Key)));
    }

    [Fact]
    public void Writers_at_once_lose_no_cell()
    {
        var datasets = Enumerable.Range(0, 40).Select(i => $"set{i:D2}").ToArray();

        Parallel.ForEach(datasets, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            dataset => new ResultStore(_folder.Path).Save(SampleRecords.Key, SampleRecords.Cell(dataset, 1f)));

        Assert.Equal(datasets, Store.Find(SampleRecords.Key)!.Cells.Select(cell => cell.Dataset));
    }

    [Fact]
    public void A_temporary_file_left_by_a_killed_writer_is_ignored_and_cleared()
    {
        Store.Save(SampleRecords.Key, SampleRecords.Cell("STS12", 1f), TestContext.Current.CancellationToken);
        var leftover = Store.PathOf(SampleRecords.Key) + ".tmp";
        File.WriteAllText(leftover, "{ half a");

        Assert.Single(Store.All());
        Store.Save(SampleRecords.Key, SampleRecords.Cell("STS13", 1f), TestContext.Current.CancellationToken);

        Assert.False(File.Exists(leftover));
        Assert.Equal(2, Store.Find(SampleRecords.Key)!.Cells.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"schema\": 1}")]
    [InlineData("{\"schema\": \"1\"}")]
    [InlineData("{\"schema\": 99, \"somethingNew\": {}}")]
    public void A_broken_or_foreign_file_is_an_error_that_names_it(string content)
    {
        WriteRaw(content);

        var error = Assert.Throws<ActionableException>(() => Store.Find(SampleRecords.Key));

        Assert.Contains(Store.PathOf(SampleRecords.Key), error.Message, StringComparison.Ordinal);
        Assert.Contains("Next:", error.Message, StringComparison.Ordinal);
        Assert.Throws<ActionableException>(() => Store.All());
    }

    [Fact]
    public void Predictions_that_are_not_whole_floats_are_an_error()
    {
        Store.Save(SampleRecords.Key, SampleRecords.Cell("STS12", 1f), TestContext.Current.CancellationToken);
        WriteRaw(File.ReadAllText(Store.PathOf(SampleRecords.Key)).Replace("AACAPw==", "AACAPwA=", StringComparison.Ordinal));

        Assert.Throws<ActionableException>(() => Store.Find(SampleRecords.Key));
    }

    [Fact]
    public void A_file_in_the_wrong_place_is_an_error()
    {
        Store.Save(SampleRecords.Key, SampleRecords.Cell("STS12", 1f), TestContext.Current.CancellationToken);
        var elsewhere = SampleRecords.Key with { System = "other" };
        File.Copy(Store.PathOf(SampleRecords.Key), Store.PathOf(elsewhere));

        var error = Assert.Throws<ActionableException>(() => Store.Find(elsewhere));

        Assert.Contains("wrong place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_a_file_aside_keeps_every_earlier_one()
    {
        WriteRaw("first");
        var first = Store.SetAside(SampleRecords.Key, TestContext.Current.CancellationToken);
        WriteRaw("second");
        var second = Store.SetAside(SampleRecords.Key, TestContext.Current.CancellationToken);

        Assert.Equal("first", File.ReadAllText(first));
        Assert.Equal("second", File.ReadAllText(second));
        Assert.Empty(Store.All());
    }

    [Fact]
    public void An_empty_store_has_no_records() => Assert.Empty(new ResultStore(_folder.File("absent")).All());

    private void WriteRaw(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Store.PathOf(SampleRecords.Key))!);
        File.WriteAllBytes(Store.PathOf(SampleRecords.Key), Encoding.UTF8.GetBytes(content));
    }
}
