using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

public sealed class ArchivesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder.File("unpacked");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("x.zip")]
    [InlineData("x.tar.gz")]
    public void An_entry_is_read_without_unpacking_the_rest(string name)
    {
        var path = Archive(name, ("set/a.txt", "first"), ("set/b.txt", "second"));
        using var reader = new StreamReader(Archives.OpenEntry(path, "set/b.txt"));
        Assert.Equal("second", reader.ReadToEnd());
    }

    [Fact]
    public void A_gz_file_is_read_without_a_name()
    {
        var path = folder.File("x.tsv.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress)) gzip.Write("one\ttwo"u8);
        using var reader = new StreamReader(Archives.OpenEntry(path, null));
        Assert.Equal("one\ttwo", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("x.zip")]
    [InlineData("x.tar.gz")]
    public void A_missing_entry_is_answered_with_those_there_are(string name)
    {
        var path = Archive(name, ("set/a.txt", "first"));
        var error = Assert.Throws<ActionableException>(() => Archives.OpenEntry(path, "set/c.txt"));
        Assert.Contains("no entry 'set/c.txt', expected one of set/a.txt", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.zip")]
    [InlineData("x.tar.gz")]
    public void An_archive_is_unpacked_into_a_new_folder(string name)
    {
        Archives.ExtractTo(Archive(name, ("./set/a.txt", "first"), ("b.txt", "second")), Target);
        Assert.Equal("first", File.ReadAllText(Path.Combine(Target, "set", "a.txt")));
        Assert.Equal("second", File.ReadAllText(Path.Combine(Target, "b.txt")));
    }

    [Theory]
    [InlineData("x.zip", "../evil.txt")]
    [InlineData("x.zip", "a/../../evil.txt")]
    [InlineData("x.zip", "/tmp/sbert-repro-evil.txt")]
    [InlineData("x.zip", "..\\evil.txt")]
    [InlineData("x.zip", "C:/evil.txt")]
    [InlineData("x.tar.gz", "../evil.txt")]
    [InlineData("x.tar.gz", "a/../../evil.txt")]
    [InlineData("x.tar.gz", "/tmp/sbert-repro-evil.txt")]
    public void A_path_out_of_the_folder_is_refused_and_leaves_nothing(string name, string evil)
    {
        var path = Archive(name, ("good.txt", "good"), (evil, "evil"));
        var error = Assert.Throws<ActionableException>(() => Archives.ExtractTo(path, Target));
        Assert.Contains($"the entry '{evil}' is a path out of the archive's folder", error.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        Assert.False(File.Exists("/tmp/sbert-repro-evil.txt"));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public void Links_and_devices_in_a_tar_are_refused(TarEntryType type)
    {
        var path = folder.File("x.tar.gz");
        using (var writer = new TarWriter(new GZipStream(File.Create(path), CompressionMode.Compress)))
        {
            var entry = new PaxTarEntry(type, "link");
            if (type != TarEntryType.Fifo) entry.LinkName = "/etc";
            writer.WriteEntry(entry);
        }
        Assert.Contains($"of the kind {type}", Assert.Throws<ActionableException>(() => Archives.ExtractTo(path, Target)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void A_link_in_a_zip_is_refused()
    {
        var path = folder.File("x.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            var entry = archive.CreateEntry("link");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write("/etc"u8);
        }
        Assert.Contains("'link' is a link", Assert.Throws<ActionableException>(() => Archives.ExtractTo(path, Target)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.zip")]
    [InlineData("x.tar.gz")]
    public void A_bomb_is_stopped_at_the_bound(string name)
    {
        var path = Archive(name, ("zeros.txt", new string('0', 1_000_000)));
        Assert.True(new FileInfo(path).Length < 10_000);
        Assert.Contains("past 50000 bytes", Assert.Throws<ActionableException>(() => Archives.ExtractTo(path, Target, maxBytes: 50_000)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Theory]
    [InlineData("x.zip")]
    [InlineData("x.tar.gz")]
    public void A_truncated_archive_is_an_error(string name)
    {
        var path = Archive(name, ("noise.txt", Convert.ToBase64String(FetchBench.File)));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100_000]);
        Assert.Contains(path, Assert.Throws<ActionableException>(() => Archives.ExtractTo(path, Target)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void An_entry_of_a_truncated_tar_does_not_end_early()
    {
        var path = Archive("x.tar.gz", ("noise.txt", Convert.ToBase64String(FetchBench.File)));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100_000]);
        Assert.ThrowsAny<Exception>(() =>
        {
            using var reader = new StreamReader(Archives.OpenEntry(path, "noise.txt"));
            reader.ReadToEnd();
        });
    }

    [Fact]
    public void A_truncated_gz_does_not_end_early()
    {
        var path = folder.File("x.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress)) gzip.Write(FetchBench.File);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100_000]);
        Assert.ThrowsAny<Exception>(() =>
        {
            using var stream = Archives.OpenEntry(path, null);
            stream.CopyTo(Stream.Null);
        });
    }

    [Fact]
    public void A_folder_with_content_is_not_unpacked_into()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "mine.txt"), "mine");
        Assert.Throws<ActionableException>(() => Archives.ExtractTo(Archive("x.zip", ("a.txt", "a")), Target));
    }

    [Fact]
    public void What_is_no_archive_is_an_error()
    {
        var path = folder.File("x.zip");
        File.WriteAllText(path, "<html>");
        Assert.Contains("cannot be read as an archive", Assert.Throws<ActionableException>(() => Archives.OpenEntry(path, "a")).Message, StringComparison.Ordinal);
        Assert.Contains("unknown kind of archive", Assert.Throws<ActionableException>(() => Archives.OpenEntry("x.rar", "a")).Message, StringComparison.Ordinal);
    }

    private string Archive(string name, params (string Name, string Text)[] entries)
    {
        var path = folder.File(name);
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
            foreach (var entry in entries)
            {
                using var stream = archive.CreateEntry(entry.Name).Open();
                stream.Write(Encoding.UTF8.GetBytes(entry.Text));
            }
            return path;
        }
        using var writer = new TarWriter(new GZipStream(File.Create(path), CompressionMode.Compress));
        foreach (var entry in entries)
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry.Name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(entry.Text)) });
        return path;
    }
}
