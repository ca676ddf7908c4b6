using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>Addresses of result files, as seen from the report.</summary>
internal static class ResultLinks
{
    /// <summary>One a seed, in order.</summary>
    public static IEnumerable<(int Seed, string Address)> Of(string results, string table, string scale, TableBlockRow row) =>
        row.Seeds.Select(seed => (seed, Address(results, new ResultKey(scale, row.Machine, table, row.System.Id, seed).RelativePath)));

    /// <summary>Slashes also where paths have others.</summary>
    public static string Address(string results, string file) => $"{results}/{file}".Replace('\\', '/');
}
