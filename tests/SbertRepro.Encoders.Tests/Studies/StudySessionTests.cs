using SbertRepro.Encoders.Tests.Experiments;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Studies;

public sealed class StudySessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_step_is_stale_until_it_is_measured_and_again_when_a_setting_changes()
    {
        var session = Session();
        var step = new Counted("a", "1");

        Assert.Null(Assert.IsType<StepState.Stale>(session.StateOf(StudyOf(step), step)).Changes);
        Measure(session, step);

        Assert.IsType<StepState.Fresh>(session.StateOf(StudyOf(step), step));
        var changed = Assert.IsType<StepState.Stale>(session.StateOf(StudyOf(step), step with { Value = "2" }));
        Assert.Equal(["step/value"], changed.Changes);
    }

    [Fact]
    public void A_time_taken_with_another_number_of_threads_is_stale()
    {
        var step = new Counted("a", "1");
        Measure(Session(threads: 1), step);

        Assert.Equal(["threads"], Assert.IsType<StepState.Stale>(Session(threads: 2).StateOf(StudyOf(step), step)).Changes);
    }

    [Fact]
    public void A_failure_ends_its_step_and_not_the_others()
    {
        var session = Session();
        StudyStep[] steps = [new Failing("broken"), new Counted("whole", "1")];

        var outcomes = Measure(session, steps);

        Assert.Equal("broken on purpose", outcomes[0].Failure?.Message);
        Assert.Equal(42, outcomes[1].Record?.Quantities[0].Value);
        Assert.Equal(["test.whole.study.json"], Directory.EnumerateFiles(_folder.Path, "*.json", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public void A_cancelled_step_leaves_no_record()
    {
        var session = Session();
        using var cancellation = new CancellationTokenSource();
        var step = new Cancelling("slow", cancellation);

        Assert.Throws<OperationCanceledException>(() => session.Measure(session.Plan([StudyOf(step)], [], full: false, _ => true), (_, work) => work(null), cancellation.Token).ToList());

        Assert.IsType<StepState.Stale>(session.StateOf(StudyOf(step), step));
    }

    [Fact]
    public void A_step_for_several_processes_is_measured_elsewhere_and_joined()
    {
        List<double> answers = [1, 5, 3];
        List<string> heard = [];
        var here = Session();
        var session = Session(elsewhere: (study, step, progress, cancellation) =>
        {
            progress!.Report("working");
            var record = StudyRecord.Parse(here.MeasureHere(study, step, null, cancellation).ToJson(), "test"); // as it comes from a process
            var answer = answers[0];
            answers.RemoveAt(0);
            return record with { Quantities = [record.Quantities[0] with { Value = answer }] };
        });
        var step = new Counted("a", "1") { Processes = 3 };

        var outcome = session.Measure(session.Plan([StudyOf(step)], [], full: false, _ => true), (_, work) => work(new Heard(heard)), CancellationToken.None).Single();

        Assert.Equal(3, outcome.Record!.Quantities.Single().Value);
        Assert.Equal([1, 5, 3], outcome.Record.Quantities.Single().Processes);
        Assert.Contains("in the end: 3", outcome.Record.Notes);
        Assert.Equal("process 2 of 3; working", heard[1]);
        Assert.IsType<StepState.Fresh>(session.StateOf(StudyOf(step), step));
        Assert.Contains("step/processes", Assert.IsType<StepState.Stale>(session.StateOf(StudyOf(step), step with { Processes = 2 })).Changes!);
    }

    [Fact]
    public void Processes_of_a_program_that_changed_meanwhile_are_not_joined()
    {
        var (here, other, asked) = (Session(), Session(threads: 2), 0);
        var session = Session(elsewhere: (study, step, _, cancellation) => (++asked == 3 ? other : here).MeasureHere(study, step, null, cancellation));
        var step = new Counted("a", "1") { Processes = 3 };

        var outcome = Assert.Single(Measure(session, step));

        Assert.Equal("test a: threads changed between its processes. Next: run again.", outcome.Failure?.Message);
        Assert.IsType<StepState.Stale>(session.StateOf(StudyOf(step), step));
    }

    [Fact]
    public void A_process_that_fails_fails_its_step_and_nothing_of_the_others_is_kept()
    {
        var (here, asked) = (Session(), 0);
        var session = Session(elsewhere: (study, step, _, cancellation) =>
            ++asked == 2 ? throw new InvalidOperationException("killed") : here.MeasureHere(study, step, null, cancellation));
        var step = new Counted("a", "1") { Processes = 3 };

        var outcome = Assert.Single(Measure(session, step));

        Assert.Equal(("killed", 2), (outcome.Failure?.Message, asked));
        Assert.IsType<StepState.Stale>(session.StateOf(StudyOf(step), step));
    }

    [Fact]
    public void A_step_that_cannot_run_here_is_not_measured_here()
    {
        var step = new Counted("a", "1") { Lacking = new CellState.NotRun("no libfaiss", "apt-get install libfaiss-dev") };

        var error = Assert.Throws<ActionableException>(() => Session().MeasureHere(StudyOf(step), step, null, CancellationToken.None));

        Assert.Contains("apt-get install libfaiss-dev", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_takes_hours_is_planned_only_on_demand()
    {
        var session = Session();
        var study = StudyOf(new Counted("quick", "1"), new Counted("hours", "1") { Long = true });

        Assert.Equal(["quick"], session.Plan([study], [], full: false, _ => true).Select(planned => planned.Step.Id));
        Assert.Equal(["quick", "hours"], session.Plan([study], [], full: true, _ => true).Select(planned => planned.Step.Id));
    }

    [Fact]
    public void What_the_machine_lacks_is_said_with_the_next_step()
    {
        var step = new Counted("a", "1") { Lacking = new CellState.NotRun("no libfaiss", "apt-get install libfaiss-dev") };

        var state = Assert.IsType<StepState.NotRun>(Session().StateOf(StudyOf(step), step));

        Assert.Equal(("no libfaiss", "apt-get install libfaiss-dev"), (state.Reason, state.Next));
    }

    [Fact]
    public void A_missing_file_is_named_and_says_how_to_fetch_it()
    {
        var step = new Counted("a", "1") { Artifacts = ["glove/glove.6B.zip"] };

        var state = Assert.IsType<StepState.NotRun>(Session().StateOf(StudyOf(step), step));

        Assert.Contains("glove/glove.6B.zip", state.Reason, StringComparison.Ordinal);
        Assert.StartsWith("sbert-repro fetch", state.Next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Scale.Sample)]
    [InlineData(Scale.Small)]
    [InlineData(Scale.Paper)]
    public void Every_step_has_an_id_of_its_own_that_is_safe_as_a_file_name(Scale scale)
    {
        foreach (var study in AllStudies.InOrder)
        {
            string[] ids = [.. study.StepsAt(scale).Select(step => step.Id)];
            Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
            Assert.All(ids, id => Assert.Equal(-1, id.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars())));
        }
    }

    private static Study StudyOf(params StudyStep[] steps) => new("test", "A test", "Does it work?") { StepsAt = _ => steps };

    private static List<StepOutcome> Measure(StudySession session, params StudyStep[] steps) =>
        [.. session.Measure(session.Plan([StudyOf(steps)], [], full: true, _ => true), (_, work) => work(null), CancellationToken.None)];

    private StudySession Session(int threads = 1, MeasureElsewhere? elsewhere = null)
    {
        var sample = new SampleScale(_folder, threads);
        return new StudySession(sample.Setting, new RecordStore<StudyRecord>(_folder.Path), sample.Sources, sample.Opening, sample.Process.Describe, _folder.File("searches"), elsewhere ?? Nowhere);
    }

    private static StudyRecord Nowhere(Study study, StudyStep step, IProgress<string>? progress, CancellationToken cancellation) => throw new InvalidOperationException("no process was asked for");

    private sealed record Counted(string Name, string Value) : StudyStep(Name, [], [])
    {
        public bool Long { get; init; }

        public CellState.NotRun? Lacking { get; init; }

        public override string Source => nameof(SentenceSet);

        public override bool OnDemand => Long;

        public override CellState.NotRun? Missing => Lacking;

        public override IEnumerable<(string Name, string Value)> Settings => [("value", Value)];

        public override StudyResult Measure(StudyContext context) => new([new Quantity("nobody", "answer", "", 42)]);

        public override IEnumerable<string> Conclusions(IReadOnlyList<Quantity> quantities) => [$"in the end: {quantities[0].Value}"];
    }

    private sealed class Heard(List<string> notes) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => notes.Add(value.Note ?? "");
    }

    private sealed record Failing(string Name) : StudyStep(Name, [], [])
    {
        public override string Source => nameof(SentenceSet);

        public override IEnumerable<(string Name, string Value)> Settings => [];

        public override StudyResult Measure(StudyContext context) => throw new InvalidOperationException("broken on purpose");
    }

    private sealed record Cancelling(string Name, CancellationTokenSource Stop) : StudyStep(Name, [], [])
    {
        public override string Source => nameof(SentenceSet);

        public override IEnumerable<(string Name, string Value)> Settings => [];

        public override StudyResult Measure(StudyContext context)
        {
            Stop.Cancel();
            context.Cancellation.ThrowIfCancellationRequested();
            return new([]);
        }
    }
}
