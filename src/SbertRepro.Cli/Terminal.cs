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

    /// <summary>Runs <paramref name="work"/> under a progress bar on standard error, or silently where that is no terminal.</summary>
    public static T WithProgress<T>(string title, Func<IProgress<WorkProgress>?, T> work)
    {
        if (Console.IsErrorRedirected) return work(null);
        return Error.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask(Markup.Escape(title));
                return work(new Bar(bar));
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
    private sealed class Bar(ProgressTask task) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
