using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>Where result files are: below the results folder, and as seen from the report.</summary>
internal static class ResultLinks
{
    /// <summary>The files of a row, one a seed, in order.</summary>
    public static IEnumerable<(int Seed, string Path)> FilesOf(string table, string scale, TableBlockRow row) =>
        row.Seeds.Select(seed => (seed, new ResultKey(scale, row.Machine, table, row.System.Id, seed).RelativePath));

    public static string FileOf(StudyRecord record) =>
        $"{record.Scale}/{record.Machine}/{StudyRecord.Kind}/{StudyRecord.NameOf(record.Study, record.Step)}.{StudyRecord.Kind}.json";

    public static string FileOf(PairErrorsRecord record) =>
        $"{record.Scale}/{record.Machine}/{PairErrorsRecord.Kind}/{PairErrorsRecord.NameOf(record.Dataset, record.System)}.{PairErrorsRecord.Kind}.json";

    /// <summary>Slashes also where paths have others.</summary>
    public static string Address(string results, string file) => $"{results}/{file}".Replace('\\', '/');
}
