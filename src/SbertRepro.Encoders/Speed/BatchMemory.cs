using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Encoders.Speed;

/// <summary>The peak of resident memory while one piece of work ran, where the kernel can forget an earlier peak.</summary>
internal static class BatchMemory
{
    private const string Forget = "/proc/self/clear_refs";
    private const string PeakOnly = "5"; // proc(5): resets VmHWM to the resident memory of the moment, and nothing else

    private static bool possible = OperatingSystem.IsLinux();

    /// <summary>Megabytes at the peak of <paramref name="work"/>; of the whole life of the process where the kernel cannot forget.</summary>
    public static double PeakOf(Action work)
    {
        Restart();
        work();
        return PeakMemory.Megabytes();
    }

    private static void Restart()
    {
        if (!possible) return;
        try
        {
            File.WriteAllText(Forget, PeakOnly);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            possible = false; // a sandbox without that file
        }
    }
}
