using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>
/// What one machine measured at one scale, small enough to send: the payload of a <see cref="SignedStatement"/>. It holds no time of signing, so that the same results
/// signed again with the same key are the same bytes. Scores are in natural units, hashes SHA-256 in 64 hexadecimal digits.
/// </summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Program">Version of sbert-repro that made the statement.</param>
/// <param name="Commits">Of the code that measured, in order.</param>
/// <param name="First">When the earliest cell was measured.</param>
/// <param name="Last">When the latest one was.</param>
/// <param name="Verdicts">On the paper's printed numbers, as the report judges these results alone.</param>
/// <param name="Claims">Claims of the paper about order.</param>
/// <param name="Inputs">Every distinct input of the cells; they refer to it by position.</param>
/// <param name="Runs">Tables, system by system and seed by seed.</param>
/// <param name="Steps">Studies, step by step.</param>
/// <param name="Quantities">What studies answer to numbers of the paper's text and of the brief.</param>
/// <param name="Digest">Of all hashes of results in the statement: <see cref="StatementDigest"/>.</param>
/// <param name="PublicKey">Of the signer: base64 of the SubjectPublicKeyInfo (DER).</param>
public sealed record Statement(
    string Scale, StatementMachine Machine, string Program, IReadOnlyList<StatementCommit> Commits, DateTimeOffset First, DateTimeOffset Last, VerdictCounts Verdicts,
    IReadOnlyList<StatementClaim> Claims, IReadOnlyList<StatementInput> Inputs, IReadOnlyList<StatementRun> Runs, IReadOnlyList<StatementStep> Steps,
    IReadOnlyList<StatementQuantity> Quantities, string Digest, string PublicKey)
{
    /// <summary>Raised when a property changes its meaning, comes or goes.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public int CellCount => Runs.Sum(run => run.Cells.Count);

    /// <summary>Cells measured with exactly the code and the data that the signer had.</summary>
    public int FreshCount => Runs.Sum(run => run.Cells.Count(cell => cell.Changed is []));

    /// <summary>The inputs of a cell, as its fingerprint holds them.</summary>
    public Fingerprint FingerprintOf(StatementCell cell) =>
        new(new(cell.Inputs.Select(index => Inputs[index]).ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal), StringComparer.Ordinal));
}

/// <summary>A machine as its results describe it.</summary>
/// <param name="Id">As in <see cref="Machine.Id"/>.</param>
/// <param name="Cpu">Model name.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="Threads">That computed.</param>
/// <param name="Device">cpu, or the accelerator's name.</param>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record StatementMachine(string Id, string Cpu, int Cores, int Threads, string Device, string OperatingSystem, string Runtime);

/// <param name="Commit">Of the code, or "unknown".</param>
/// <param name="Dirty">Whether files differed from it.</param>
public sealed record StatementCommit(string Commit, bool Dirty);

/// <summary>How many of the paper's printed numbers got which verdict.</summary>
public sealed record VerdictCounts(int Reproduced, int Consistent, int Deviates, int NotJudged, int NotRun);

/// <param name="Claim">Id in experiments/paper/claims.csv.</param>
/// <param name="Dataset">On whose items.</param>
/// <param name="Better">The system that the claim says is better.</param>
/// <param name="Worse">The other one.</param>
/// <param name="Probability">That the claim holds here.</param>
/// <param name="Difference">Of the scores.</param>
public sealed record StatementClaim(string Claim, string Dataset, string Better, string Worse, double Probability, double Difference);

/// <summary>An input of a fingerprint.</summary>
public sealed record StatementInput(string Name, string Value);

/// <summary>One result file.</summary>
/// <param name="Table">Table id.</param>
/// <param name="System">System id.</param>
/// <param name="Seed">Of its training; 1 for systems without randomness.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Cells">By dataset.</param>
public sealed record StatementRun(string Table, string System, int Seed, string Sha256, IReadOnlyList<StatementCell> Cells);

/// <summary>One cell of a result file.</summary>
/// <param name="Dataset">Dataset id.</param>
/// <param name="Metric">The one that the table prints.</param>
/// <param name="Score">Null where it is undefined.</param>
/// <param name="Interval">Null where none was computed.</param>
/// <param name="Count">Items behind it.</param>
/// <param name="Measured">When.</param>
/// <param name="Sha256">Of the bytes of the cell's object as they stand in the file.</param>
/// <param name="Inputs">Positions in <see cref="Statement.Inputs"/>.</param>
/// <param name="Changed">Names of the inputs that the signer's code and data had otherwise: empty when the cell was fresh; null where the signer lacked the files to tell.</param>
public sealed record StatementCell(
    string Dataset, string Metric, double? Score, Interval? Interval, int Count, DateTimeOffset Measured, string Sha256, IReadOnlyList<int> Inputs, IReadOnlyList<string>? Changed);

/// <summary>One step of a study.</summary>
/// <param name="Study">Study id.</param>
/// <param name="Step">Unique within the study.</param>
/// <param name="Measured">When.</param>
/// <param name="Sha256">Of its file.</param>
/// <param name="Changed">As for a cell.</param>
public sealed record StatementStep(string Study, string Step, DateTimeOffset Measured, string Sha256, IReadOnlyList<string>? Changed);

/// <summary>A number that a study answers with.</summary>
/// <param name="Answers">The number of the paper's text, or the line of the brief.</param>
/// <param name="System">Of which system.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">As the report prints it; says where it is extrapolated.</param>
/// <param name="Interval">Null where none was computed.</param>
/// <param name="Count">Samples behind it.</param>
public sealed record StatementQuantity(string Answers, string System, double Value, string Unit, Interval? Interval, int Count);
