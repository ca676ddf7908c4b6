using System.Security.Cryptography;
using System.Text;

namespace SbertRepro.Experiments;

/// <summary>
/// Puts a system's artifacts into one folder, as model loaders expect them: a mirror keeps each file under its own URL, which may be another
/// host. The folder holds links, under a name that hashes the files, so it is made once and never stale.
/// </summary>
internal static class ModelFolder
{
    /// <summary>The files of the model among those of a system: those in and below the folder that has the configuration; training data lies elsewhere.</summary>
    public static IReadOnlyList<SourceFile> FilesOf(IReadOnlyList<SourceFile> files)
    {
        var folder = FolderOf(files);
        return [.. files.Where(file => file.Id.StartsWith(folder, StringComparison.Ordinal))];
    }

    public static string Of(string system, IReadOnlyList<SourceFile> all)
    {
        var (files, prefix) = (FilesOf(all), FolderOf(all));
        var identity = string.Concat(files.Select(file => $"{file.Id} {file.Path} {file.Sha256}\n"));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16];
        var folder = Path.Combine(Path.GetTempPath(), "sbert-repro-models", $"{system}-{name}");
        foreach (var file in files)
        {
            var link = Path.Combine(folder, file.Id[prefix.Length..]);
            if (File.Exists(link)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            Link(link, file.Path);
        }
        return folder;
    }

    // "all-minilm-l6-v2/config.json" gives "all-minilm-l6-v2/", which also holds "1_Pooling/config.json".
    private static string FolderOf(IReadOnlyList<SourceFile> files) =>
        files.Select(file => file.Id).Where(id => id.EndsWith("/config.json", StringComparison.Ordinal)).MinBy(id => id.Length)!.Replace("/config.json", "/", StringComparison.Ordinal);

    private static void Link(string link, string target)
    {
        try
        {
            File.CreateSymbolicLink(link, target);
        }
        catch (IOException) when (File.Exists(link))
        {
            // Another process made it at the same moment.
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            // Windows grants links to administrators and developers only; a copy is right too, just slower once.
            File.Copy(target, link, overwrite: true);
        }
    }
}
