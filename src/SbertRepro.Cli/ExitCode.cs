namespace SbertRepro.Cli;

/// <summary>What the shell sees. 128 + 2 is the shell's own way to say "ended by Ctrl-C".</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Inconclusive = 3;
    public const int Cancelled = 130;
}
