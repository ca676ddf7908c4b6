using System.CommandLine;
using SbertRepro.Experiments.Studies;

namespace SbertRepro.Cli.Verbs;

/// <summary>Measures one step of a study, once, here.</summary>
internal sealed class MeasureVerb : Verb
{
    public const string Word = "measure";
    public const string Owned = "--owned";

    private readonly CellOptions _cells = new();
    private readonly Argument<string> _study = new("STUDY") { Description = "section1, table7 ..." };
    private readonly Argument<string> _step = new("STEP") { Description = "of the study, as plan lists it" };
    private readonly Option<bool> _owned = new(Owned) { Description = "end when standard input ends: for a program that starts this one and may be killed" };

    public MeasureVerb()
        : base(Word, "Measures one step of a study once, in this process, and prints its record as JSON without keeping it. "
            + "run starts several such processes, one after another, and joins them.",
        [
            "sbert-repro measure table7 potion-base-4m",
            "sbert-repro measure section1 bi.mini-bert-mean --threads 1 | jq '.quantities[] | {what, size, value, unit}'",
        ])
    {
        Arguments.Add(_study);
        Arguments.Add(_step);
        AddOptions([.. _cells.Places, _owned]);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_owned)) EndWithInput();
        var (_, studies, _) = _cells.Open(parsed, Place.Sources(), $"sbert-repro {Word}");
        var study = Known(AllStudies.InOrder, study => study.Id, parsed.GetValue(_study)!, "STUDY");
        var step = Known(study.StepsAt(studies.Setting.Scale), step => step.Id, parsed.GetValue(_step)!, "STEP");
        Console.Out.Write(Terminal.WithProgress($"{study.Id} {step.Id}", progress => studies.MeasureHere(study, step, progress, cancellation)).ToJson());
        return ExitCode.Success;
    }

    private static T Known<T>(IEnumerable<T> all, Func<T, string> id, string name, string what) =>
        all.FirstOrDefault(one => id(one) == name) ?? throw SharedOptions.Unknown(what, name, all.Select(id));

    private static void EndWithInput() => new Thread(() =>
    {
        while (Console.In.Read() >= 0)
        {
        }
        Environment.Exit(ExitCode.Cancelled);
    })
    {
        IsBackground = true,
    }.Start();
}
