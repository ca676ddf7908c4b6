using System.Diagnostics;
using System.Globalization;

namespace SbertRepro.Evaluation.Timing;

/// <summary>Memory of this process in megabytes (1e6 bytes), counted by the kernel where there is /proc.</summary>
public static class PeakMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>The most resident memory the process ever held.</summary>
    public static double Megabytes()
    {
        using var process = Process.GetCurrentProcess();
        return Read("VmHWM:") ?? process.PeakWorkingSet64 / 1e6;
    }

    /// <summary>Resident memory now.</summary>
    public static double ResidentMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return Read("VmRSS:") ?? process.WorkingSet64 / 1e6;
    }

    // "VmHWM:   123456 kB", kB = 1024 bytes
    private static double? Read(string key) => !File.Exists(Status) ? null
        : double.Parse(File.ReadLines(Status).First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
}
