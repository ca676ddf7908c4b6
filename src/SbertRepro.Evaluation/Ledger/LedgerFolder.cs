namespace SbertRepro.Evaluation.Ledger;

/// <summary>A statement in the ledger.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Signed">Verified.</param>
public sealed record LedgerEntry(string Name, SignedStatement Signed)
{
    public Statement Content => Signed.Content;
}

/// <summary>
/// The collected statements: <c>results/ledger/&lt;scale&gt;.&lt;machine&gt;.&lt;first digits of its id&gt;.json</c>. Files are only ever added; one is there whole or not at all.
/// </summary>
/// <param name="results">The results folder.</param>
public sealed class LedgerFolder(string results)
{
    public const string Folder = "ledger";

    /// <summary>A statement of all tables and seeds has about 200 KB.</summary>
    private const long LargestFile = 16 << 20;

    private const int DigitsOfName = 16;

    public string Path { get; } = System.IO.Path.Combine(results, Folder);

    /// <summary>The file that a statement has, or would have.</summary>
    public string PathOf(SignedStatement statement) => System.IO.Path.Combine(Path, NameOf(statement));

    public IReadOnlyList<string> Files => Directory.Exists(Path) ? [.. Directory.EnumerateFiles(Path, "*.json").Order(StringComparer.Ordinal)] : [];

    /// <summary>All statements, in the order of their names.</summary>
    /// <exception cref="ActionableException">One of them is not what its key signed.</exception>
    public IReadOnlyList<LedgerEntry> All() => [.. Files.Select(Read)];

    /// <summary>A file of the ledger; its signature was verified and its name fits.</summary>
    /// <exception cref="ActionableException">It is not what its key signed, or has another statement's name.</exception>
    public static LedgerEntry Read(string path)
    {
        var statement = ReadFile(path);
        new StatementCheck(path, knows: null).Check(statement.Content);
        var name = System.IO.Path.GetFileName(path);
        return name == NameOf(statement)
            ? new(name, statement)
            : throw new ActionableException("a statement under another's name", path, NameOf(statement), "rename it, or restore the file from version control.");
    }

    /// <summary>A file that anybody sent; its signature was verified and nothing else.</summary>
    /// <exception cref="ActionableException">It is absent, far too large, or not what its key signed.</exception>
    public static SignedStatement ReadFile(string path)
    {
        if (!File.Exists(path)) throw new ActionableException("no such file", path, "a signed statement", "sbert-repro ledger sign");
        if (new FileInfo(path).Length > LargestFile) throw new ActionableException("too large for a statement", path, "less than 16 MB", "sbert-repro ledger sign");
        return SignedStatement.Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Stores a statement that was checked.</summary>
    /// <returns>False when it was there already.</returns>
    public bool Add(SignedStatement statement)
    {
        var path = PathOf(statement);
        if (File.Exists(path)) return false;
        Directory.CreateDirectory(Path);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, statement.ToFile());
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false; // another process was faster
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string NameOf(SignedStatement statement) => $"{statement.Content.Scale}.{statement.Content.Machine.Id}.{statement.Id[..DigitsOfName]}.json";
}
