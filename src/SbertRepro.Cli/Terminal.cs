using SbertRepro.Evaluation.Tasks;
using Spectre.Console;

namespace SbertRepro.Cli;

/// <summary>Results go to standard output, everything about the work to standard error. Colour only on a terminal and never under NO_COLOR.</summary>
internal static class Terminal
{
    // A table in a pipe or a log must not be folded at the 80 columns of a terminal that is not there.
    private const int WidthOfAPipe = 240;

    public static IAnsiConsole Out { get; } = Open(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Open(Console.Error, Console.IsErrorRedirected);

    /// <summary>
    /// Runs <paramref name="work"/> under a progress bar on standard error; where that is no terminal, long work with something to tell gets a line now and then.
    /// </summary>
    public static T WithProgress<T>(string title, Func<IProgress<WorkProgress>?, T> work)
    {
        if (Console.IsErrorRedirected) return work(new Log(title));
        return Error.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask(Markup.Escape(title));
                return work(new Bar(bar, title));
            });
    }

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var colourless = redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = colourless ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected) console.Profile.Width = WidthOfAPipe;
        return console;
    }

    // Progress<T> would post to the thread pool and arrive late; the encoder reports from its own loop.
    private sealed class Bar(ProgressTask task, string title) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
            task.Description = Markup.Escape(value.Note is null ? title : $"{title}: {value.Note}");
        }
    }

    private sealed class Log(string title) : IProgress<WorkProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

        private DateTime _last = DateTime.UtcNow;

        public void Report(WorkProgress value)
        {
            if (value.Note is null || DateTime.UtcNow - _last < Pause) return;
            _last = DateTime.UtcNow;
            Error.WriteLine($"{title}: {value.Note}");
        }
    }
}
