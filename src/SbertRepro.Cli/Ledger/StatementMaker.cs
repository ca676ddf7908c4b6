using System.Reflection;
using SbertRepro.Cli.Report;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Ledger;

/// <summary>Makes the statement of one scale and machine from its stored results. The report's own builder judges them, alone.</summary>
internal sealed class StatementMaker(ResultStore results, Sources sources)
{
    /// <exception cref="ActionableException">Nothing is stored that a statement could hold.</exception>
    public Statement Make(string scale, string machine)
    {
        var runs = results.All().Where(run => run.Scale == scale && run.Machine == machine).Select(WithoutUnknown).Where(run => run.Cells.Count > 0).ToList();
        var steps = new RecordStore<StudyRecord>(results.Root).All().Where(step => step.Scale == scale && step.Machine == machine && KnownCells.Find(step) is not null).ToList();
        var claims = new RecordStore<ClaimRecord>(results.Root).All().Where(claim => claim.Scale == scale && claim.Machine == machine).ToList();
        CellRecord[] cells = [.. runs.SelectMany(run => run.Cells)];
        Provenance[] measured = [.. cells.Select(cell => cell.Provenance).Concat(steps.Select(step => step.Provenance)).OrderBy(provenance => provenance.Started)];
        if (measured.Length == 0)
            throw new ActionableException($"nothing of {machine} at scale {scale} to sign", results.Root, "cells of sbert-repro list", $"sbert-repro run --scale {scale}");

        var model = new ReportBuilder(new StoredResults(runs) { Steps = steps }, [], claims, Catalog.LoadDefault(), "").Build();
        var precision = cells.Select(cell => cell.Fingerprint.Inputs.GetValueOrDefault("precision")).FirstOrDefault(each => each is not null) ?? "fp32";
        var latest = measured.LastOrDefault(provenance => provenance.Device != "cpu", measured[^1]);
        var fresh = new Freshness(Scales.Of(scale), machine, latest, precision, results, sources);
        var inputs = cells.SelectMany(cell => cell.Fingerprint.Inputs).Select(input => new StatementInput(input.Key, input.Value)).Distinct()
            .OrderBy(input => input.Name, StringComparer.Ordinal).ThenBy(input => input.Value, StringComparer.Ordinal).ToList();
        var positions = inputs.Index().ToDictionary(each => each.Item, each => each.Index);
        StatementRun[] signed = [.. runs.Select(run => Run(run, positions, fresh))];
        StatementStep[] signedSteps = [.. steps.Select(step => Step(step, fresh))];
        return new Statement(
            scale, new(machine, latest.Cpu, latest.Cores, latest.Threads, latest.Device, latest.OperatingSystem, latest.Runtime), Version, CommitsOf(measured),
            measured[0].Started, measured[^1].Started, Verdicts(model), [.. claims.Select(Claim)],
            inputs, signed, signedSteps, [.. Quantities(model)], StatementDigest.Of(signed, signedSteps), PublicKey: "");
    }

    private static string Version { get; } =
        typeof(StatementMaker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static StatementClaim Claim(ClaimRecord claim) => new(claim.Claim, claim.Dataset, claim.Better, claim.Worse, claim.Probability, claim.Difference);

    // A user's own model would say nothing to others, and nobody could measure it again.
    private static RunRecord WithoutUnknown(RunRecord run) =>
        run with { Cells = [.. run.Cells.Where(cell => Known(run, cell) is { } known && cell.Find(known.Table.Metric, "all") is not null)] };

    private static Cell? Known(RunRecord run, CellRecord cell) => KnownCells.Find(run.Scale, run.Table, run.System, cell.Dataset, run.Seed);

    private StatementRun Run(RunRecord run, Dictionary<StatementInput, int> positions, Freshness fresh)
    {
        var hashes = ResultHashes.Of(File.ReadAllBytes(results.PathOf(ResultKey.Of(run))));
        return new(run.Table, run.System, run.Seed, hashes.File, [.. run.Cells.Select(cell =>
        {
            var known = Known(run, cell)!;
            var score = cell.Find(known.Table.Metric, "all")!;
            int[] inputs = [.. cell.Fingerprint.Inputs.Select(input => positions[new(input.Key, input.Value)]).Order()];
            return new StatementCell(
                cell.Dataset, score.Metric, Finite(score.Value), Finite(score.Interval), score.Count, cell.Provenance.Started,
                hashes.Cells[cell.Dataset], inputs, fresh.ChangesOf(known));
        })]);
    }

    private StatementStep Step(StudyRecord step, Freshness fresh)
    {
        var (study, known) = KnownCells.Find(step)!.Value;
        var path = new RecordStore<StudyRecord>(results.Root).PathOf(step.Scale, step.Machine, StudyRecord.NameOf(step.Study, step.Step));
        return new(step.Study, step.Step, step.Provenance.Started, ResultHashes.Hash(File.ReadAllBytes(path)), fresh.ChangesOf(study, known));
    }

    private static IReadOnlyList<StatementCommit> CommitsOf(IEnumerable<Provenance> measured) =>
    [
        .. measured.Select(provenance => new StatementCommit(provenance.Commit, provenance.Dirty)).Distinct()
            .OrderBy(commit => commit.Commit, StringComparer.Ordinal).ThenBy(commit => commit.Dirty),
    ];

    private static VerdictCounts Verdicts(ReportModel model) => new(
        model.PrintedVerdicts[Verdict.Reproduced], model.PrintedVerdicts[Verdict.Consistent], model.PrintedVerdicts[Verdict.Deviates], model.PrintedVerdicts[Verdict.NotJudged],
        model.PrintedVerdicts[Verdict.NotRun]);

    // The costs that answer numbers of the paper's text and of the brief; a score that answers the brief stands among the cells.
    private static IEnumerable<StatementQuantity> Quantities(ReportModel model) =>
        model.NumberClaims.SelectMany(claim => claim.Measured.Select(here => Quantity(claim.Text, here.Quantity)))
            .Concat(model.Card.SelectMany(row => row.Measured.Where(measured => measured.Unit.Length > 0).Select(measured => Quantity(row.Quantity, measured))))
            .Where(quantity => double.IsFinite(quantity.Value));

    private static StatementQuantity Quantity(string answers, Quantity quantity) =>
        new(answers, quantity.System, quantity.Value, Unit(quantity), Finite(quantity.Interval), quantity.Count);

    private static StatementQuantity Quantity(string answers, Measurement measured) =>
        new(answers, measured.System, measured.Value, measured.Unit, Finite(measured.Interval), measured.Count);

    private static string Unit(Quantity quantity) => quantity.Unit + (quantity.Basis == Basis.Extrapolated ? " (extrapolated)" : "");

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static Interval? Finite(Interval? interval) => interval is { } range && double.IsFinite(range.High - range.Low) ? range : null;
}
