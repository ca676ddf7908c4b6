namespace SbertRepro.Evaluation;

/// <summary>
/// A failure the user can do something about. The message says what happened, where, what was expected and what to do next;
/// the command line prints it without a stack trace and exits with 1.
/// </summary>
public class ActionableException : Exception
{
    /// <param name="what">What happened, with the offending value: "6 columns".</param>
    /// <param name="where">File and line, URL or option: "sts-test.csv line 17".</param>
    /// <param name="expected">What would have been right: "7 or more tab-separated columns".</param>
    /// <param name="next">What to run or change: "sbert-repro fetch stsb".</param>
    /// <param name="inner">The exception this one explains.</param>
    public ActionableException(string what, string? where = null, string? expected = null, string? next = null, Exception? inner = null)
        : base(Compose(what, where, expected, next), inner)
    {
    }

    private static string Compose(string what, string? where, string? expected, string? next)
    {
        var text = where is null ? what : $"{where}: {what}";
        if (expected is not null) text += $", expected {expected}";
        text += ".";
        return next is null ? text : $"{text} Next: {next}";
    }
}

/// <summary>The command line itself was wrong (unknown system, option out of range): exit code 2.</summary>
public sealed class UsageException(string what, string? expected = null, string? next = null)
    : ActionableException(what, where: null, expected, next);
