namespace SbertRepro.Evaluation.Paper;

/// <summary>A number as printed, with the paper's own standard deviation where it prints one.</summary>
/// <param name="Row">The row label of the paper, e.g. "Avg. GloVe embeddings".</param>
/// <param name="Column">The column label, e.g. "STS12" or "Avg".</param>
/// <param name="Value">As printed (correlations and accuracies x100).</param>
/// <param name="StandardDeviation">As printed behind the plus-minus sign, over the paper's seeds.</param>
public sealed record PaperCell(string Row, string Column, double Value, double? StandardDeviation = null);

/// <summary>One table of the paper (or of the project brief), exactly as printed, defects included.</summary>
/// <param name="Id">table1 ... table7, card.</param>
/// <param name="Caption">What the table shows, in our words.</param>
/// <param name="Cells">In reading order.</param>
public sealed record PaperTable(string Id, string Caption, IReadOnlyList<PaperCell> Cells)
{
    public PaperCell? Find(string row, string column) => Cells.FirstOrDefault(cell => cell.Row == row && cell.Column == column);
}
