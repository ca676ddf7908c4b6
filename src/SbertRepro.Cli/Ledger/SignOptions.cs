using System.CommandLine;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;

namespace SbertRepro.Cli.Ledger;

/// <summary>The options of a run that ends with a signed statement.</summary>
internal sealed class SignOptions
{
    private readonly Option<string?> _sign = new("--sign")
    {
        HelpName = "FILE",
        Description = "after a run without failures, sign all stored results of this scale and machine into this file (see ledger)",
    };

    private readonly Option<string?> _key = Signing.KeyOption();

    public Option[] All => [_sign, _key];

    public string? File(ParseResult parsed) => parsed.GetValue(_sign);

    /// <summary>Null where nothing is to be signed.</summary>
    public SigningKey? OpenKey(ParseResult parsed)
    {
        if (File(parsed) is not { } file) return parsed.GetValue(_key) is null ? null : throw new UsageException("--key without --sign", "--sign FILE, which names the statement");
        Signing.CheckOutput(file);
        return Signing.OpenKey(parsed.GetValue(_key));
    }

    /// <summary>Signs what is stored after a run that ended with 0; says why not after another.</summary>
    public void Sign(ParseResult parsed, int code, ResultStore results, Setting setting, SigningKey key, Sources sources)
    {
        Console.Error.WriteLine(code == ExitCode.Success
            ? Signing.Write(File(parsed)!, results, setting.Scale.Name(), setting.MachineId, key, sources)
            : "not signed: the run did not finish. Next: run again, or sbert-repro ledger sign for what is stored.");
    }
}
