using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>What a user sees when libtorch does not load. A process loads it once, so each case is a process of its own.</summary>
public sealed class LibTorchFolderTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_folder_that_is_not_there_is_named() => Fails(Path.Combine(_cli.Folder, "absent"), "SBERT_REPRO_LIBTORCH names no folder");

    [Fact]
    public void A_folder_without_libtorch_names_the_missing_library()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "libraries are loaded by name on Linux only");
        Fails(Directory.CreateDirectory(Path.Combine(_cli.Folder, "empty")).FullName, "libc10.so is missing");
    }

    [Fact]
    public void A_file_that_is_no_library_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "libraries are loaded by name on Linux only");
        var folder = Directory.CreateDirectory(Path.Combine(_cli.Folder, "broken")).FullName;
        File.WriteAllText(Path.Combine(folder, "libc10.so"), "not a library");
        Fails(folder, "libc10.so");
    }

    private void Fails(string folder, string message)
    {
        _cli.Environment["SBERT_REPRO_LIBTORCH"] = folder;
        var run = _cli.RunWithInput("A cat.\n", "encode", "--system", "mini-bert-mean");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Contains("Next:", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("TypeInitialization", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
    }
}
