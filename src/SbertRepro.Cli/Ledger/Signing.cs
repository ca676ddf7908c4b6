using System.CommandLine;
using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;

namespace SbertRepro.Cli.Ledger;

/// <summary>Signs the stored results of a scale and machine into a file.</summary>
internal static class Signing
{
    /// <summary>What a signature is worth, for the help of every verb that makes or reads one.</summary>
    public const string Meaning = "A signature means that the holder of one key signed these numbers and that nobody altered them since; "
        + "it does not mean that the machine or its owner is honest.";

    public static Option<string?> KeyOption() => new("--key")
    {
        HelpName = "FILE",
        Description = "private key, PEM (default: ledger-key.pem in your configuration folder); made on first use, mode 600; never share it",
    };

    /// <summary>The signer's key; says so where it is new.</summary>
    public static SigningKey OpenKey(string? path)
    {
        var key = SigningKey.OpenOrCreate(path ?? Place.KeyFile);
        if (key.IsNew) Console.Error.WriteLine($"made a new key, {key.Path}: keep it private and back it up. You are now the signer {key.Fingerprint}.");
        return key;
    }

    /// <returns>What was signed, in one line.</returns>
    public static string Write(string file, ResultStore results, string scale, string machine, SigningKey key, Sources sources)
    {
        var signed = SignedStatement.Sign(new StatementMaker(results, sources).Make(scale, machine), key);
        new StatementCheck(file, KnownCells.Knows).Check(signed.Content); // what nobody would accept is not signed
        File.WriteAllBytes(file + ".tmp", signed.ToFile());
        File.Move(file + ".tmp", file, overwrite: true);
        return Line(file, signed);
    }

    /// <summary>"8 of 14 cells fresh".</summary>
    public static string Cells(Statement content) => content.CellCount == 0 ? "no cells"
        : string.Create(CultureInfo.InvariantCulture, $"{content.FreshCount} of {content.CellCount} cells fresh");

    public static string Verdicts(VerdictCounts counts) => string.Create(CultureInfo.InvariantCulture,
        $"{counts.Reproduced} reproduced, {counts.Consistent} consistent, {counts.Deviates} deviate, {counts.NotJudged} not judged, {counts.NotRun} not run");

    /// <summary>Ends before hours of work that could not be signed.</summary>
    public static void CheckOutput(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder)) throw new UsageException($"{folder} is no folder", "an existing folder for the statement");
    }

    private static string Line(string file, SignedStatement signed)
    {
        var content = signed.Content;
        return string.Create(CultureInfo.InvariantCulture,
            $"{file}: {content.Scale} on {content.Machine.Id}, {Cells(content)}, {content.Steps.Count} steps of studies; {Verdicts(content.Verdicts)}; signed by {signed.Signer}");
    }
}
