using System.CommandLine;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Experiments;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>Downloads into the cache; the only verb that opens a socket.</summary>
internal sealed class FetchVerb : Verb
{
    private readonly Argument<string[]> _names = new("name")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "artifact groups, artifacts, systems, datasets or tables (sbert-repro list)",
    };
    private readonly Option<string?> _scale = new("--scale") { HelpName = "small|paper", Description = "of a table: which systems (default small)" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "only say what would be downloaded, from where, under which licence" };
    private readonly Option<bool> _offline = new("--offline") { Description = "only check what is in the cache and the mirror" };

    public FetchVerb()
        : base("fetch", "Says what is missing with its size and licence, then downloads it. Interrupt it whenever you like: it resumes.",
        [
            "sbert-repro fetch table1 --dry-run        what Table 1 at small scale needs",
            "sbert-repro fetch bert-base-uncased       one group of the catalogue",
            "sbert-repro fetch sbert-nli-base stsb     a system and a dataset",
        ])
    {
        Arguments.Add(_names);
        AddOptions(_scale, _dryRun, _offline);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        using var store = Place.Store(parsed.GetValue(_offline));
        var scale = SharedOptions.ParseScale(parsed.GetValue(_scale)) ?? Scale.Small;
        var ids = parsed.GetValue(_names)!.SelectMany(name => Artifacts(name, scale, store.Catalog)).Distinct().ToList();
        var plan = store.Plan(ids);
        Console.Out.Write(plan.ToText());
        if (parsed.GetValue(_dryRun)) return ExitCode.Success;
        foreach (var id in ids)
        {
            var artifact = Get(store, id, cancellation);
            foreach (var warning in artifact.Warnings) Terminal.Error.WriteLine($"warning: {warning}");
        }
        Terminal.Out.WriteLine($"{ids.Count} files here and verified.");
        return ExitCode.Success;
    }

    private static Artifact Get(ArtifactStore store, string id, CancellationToken cancellation)
    {
        if (Console.IsErrorRedirected) return store.GetAsync(id, null, cancellation).GetAwaiter().GetResult();
        return Terminal.Error.Status().Start(Markup.Escape(id), status => store.GetAsync(id, new Shown(status), cancellation).GetAwaiter().GetResult());
    }

    private static IEnumerable<string> Artifacts(string name, Scale scale, Catalog catalog)
    {
        if (Tables.All.FirstOrDefault(table => table.Id == name) is { } table)
            return table.SystemsAt(scale).SelectMany(system => system.Artifacts)
                .Concat(table.ColumnsAt(scale).SelectMany(column => EvaluationTask.Find(column.Dataset).Artifacts));
        if (Systems.All.FirstOrDefault(system => system.Id == name) is { Artifacts.Count: > 0 } spec) return spec.Artifacts;
        if (Names.Datasets.Contains(name, StringComparer.Ordinal)) return EvaluationTask.Find(name).Artifacts;
        if (catalog.Groups.FirstOrDefault(group => group.Name == name) is { } group) return group.Files.Select(file => file.Id);
        if (catalog.Entries.Any(entry => entry.Id == name)) return [name];
        throw SharedOptions.Unknown("fetch", name,
            [.. Tables.All.Select(each => each.Id), .. Systems.All.Select(system => system.Id), .. Names.Datasets, .. catalog.Groups.Select(each => each.Name)]);
    }

    private sealed class Shown(StatusContext status) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => status.Status(Markup.Escape(value.ToString()));
    }
}
