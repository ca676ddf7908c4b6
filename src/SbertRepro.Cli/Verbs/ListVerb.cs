using System.CommandLine;
using System.Globalization;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>What there is, and whether it is here.</summary>
internal sealed class ListVerb : Verb
{
    private static readonly string[] Kinds = ["tables", "systems", "datasets", "artifacts"];

    private readonly Argument<string?> _kind = new("kind")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "tables, systems, datasets or artifacts; all but artifacts when omitted",
    };

    public ListVerb()
        : base("list", "Lists tables, systems, datasets and artifacts, and says which are on this machine.",
            ["sbert-repro list", "sbert-repro list systems", "sbert-repro list artifacts"]) => Arguments.Add(_kind);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var kind = parsed.GetValue(_kind) is { } text ? SharedOptions.OneOf("list", text, Kinds) : null;
        var sources = Place.Sources();
        if (kind is null or "tables") PrintTables();
        if (kind is null or "systems") PrintSystems(sources);
        if (kind is null or "datasets") PrintDatasets(sources);
        if (kind is "artifacts") PrintArtifacts();
        return ExitCode.Success;
    }

    private static void PrintTables() => Print(["table", "question", "not run here"], Tables.All.Select(table => new[]
    {
        table.Id, table.Question, string.Join("; ", table.Rows.Where(row => row.NotRun is not null).Select(row => $"{row.Paper}: {row.NotRun}")),
    }).Concat(AllStudies.InOrder.Select(study => new[] { study.Id, study.Question, "" })));

    private static void PrintSystems(Sources sources) => Print(["system", "name", "scales", "here", "note"], Systems.All.Select(system => new[]
    {
        system.Id, system.Name, string.Join(' ', system.Scales.Select(scale => scale.Name())), Here(sources.OfSystem(system)), Note(system),
    }));

    private static void PrintDatasets(Sources sources) => Print(["dataset", "pairs", "here"], Names.Datasets.Select(dataset =>
    {
        var found = sources.OfDataset(dataset);
        return new[] { dataset, found.Missing is null ? sources.LoadDataset(dataset).Count.ToString("N0", CultureInfo.InvariantCulture) : "", Here(found) };
    }));

    private static void PrintArtifacts()
    {
        using var store = Place.Store(offline: false);
        Print(["artifact", "bytes", "licence", "here"], store.Catalog.Entries.Select(entry => new[]
        {
            entry.Id, entry.Bytes?.ToString("N0", CultureInfo.InvariantCulture) ?? "", entry.Licence, store.Locate(entry.Id).Kind.ToString().ToLowerInvariant(),
        }));
    }

    private static string Here(Found found) => found.Missing is { } missing ? $"no: {missing.Next}" : "yes";

    private static string Note(SystemSpec system) => system.NotJudged is { } reason ? $"not judged: {reason}" : system.Note;

    private static void Print(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (var row in rows) table.AddRow(row.Select(Markup.Escape).ToArray());
        Terminal.Out.Write(table);
    }
}
