using System.Diagnostics;
using System.Globalization;

namespace SbertRepro.Evaluation.Timing;

/// <summary>The most memory this process ever held.</summary>
public static class PeakMemory
{
    /// <summary>Megabytes (1e6 bytes) of resident memory, counted by the kernel where there is /proc.</summary>
    public static double Megabytes()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        var line = File.ReadLines(Status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)); // "VmHWM:   123456 kB", kB = 1024 bytes
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
