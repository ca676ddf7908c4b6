using System.Globalization;
using System.Text;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>One file of a plan.</summary>
public sealed record FetchPlanRow(CatalogEntry Entry, Availability Availability)
{
    /// <summary>What a reader must know beside size and licence; null when there is nothing.</summary>
    public string? Note => Entry.Pinned ? null : "unverified: no hash is known, the first download sets it";
}

/// <summary>What fetching would mean, said before a byte is fetched.</summary>
public sealed record FetchPlan(IReadOnlyList<FetchPlanRow> Rows)
{
    /// <summary>Bytes still to be downloaded; files of unknown size count as 0, see <see cref="UnknownSizes"/>.</summary>
    public long DownloadBytes => Downloads.Sum(row => row.Entry.Bytes ?? 0);

    /// <summary>Files to be downloaded whose size no source states.</summary>
    public int UnknownSizes => Downloads.Count(row => row.Entry.Bytes is null);

    /// <summary>Files that cannot be had.</summary>
    public IEnumerable<FetchPlanRow> Missing => Rows.Where(row => row.Availability.Kind == AvailabilityKind.Unavailable);

    private IEnumerable<FetchPlanRow> Downloads => Rows.Where(row => row.Availability.Kind == AvailabilityKind.Downloadable);

    /// <summary>The plan as text: a line per file, then the licences of each set once, then the totals.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var row in Rows)
        {
            var size = row.Entry.Bytes is { } bytes ? ByteSize.Format(bytes) : "size unknown";
            var note = row.Note is null ? "" : $"  [{row.Note}]";
            text.Append(CultureInfo.InvariantCulture, $"{row.Entry.Id,-50}  {size,12}  {row.Availability.Explanation}{note}\n");
        }
        foreach (var licence in Rows.GroupBy(row => (row.Entry.Group, row.Entry.Licence, row.Entry.Citation)))
            text.Append(CultureInfo.InvariantCulture, $"{licence.Key.Group}: {licence.Key.Licence}. Cite: {licence.Key.Citation}\n");
        var unknown = UnknownSizes == 0 ? "" : $" and {UnknownSizes} of unknown size";
        var missing = Missing.Any() ? $"; {Missing.Count()} cannot be had" : "";
        return text.Append(CultureInfo.InvariantCulture, $"{Downloads.Count()} of {Rows.Count} to be downloaded, {ByteSize.Format(DownloadBytes)}{unknown}{missing}\n").ToString();
    }
}
