using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>Which row of the paper's Table 7 a configuration repeats: the paper's machines, weights and software of 2019 are others.</summary>
public static class PaperSpeed
{
    public const string Cpu = "CPU"; // an Intel i7-5820K
    public const string Gpu = "GPU"; // an NVIDIA V100

    /// <param name="row">As in <see cref="SpeedWords.Row"/>.</param>
    /// <param name="column"><see cref="Cpu"/> or <see cref="Gpu"/>.</param>
    /// <returns>Sentences per second; null where the paper has no such row.</returns>
    public static PaperCell? Of(string row, string column)
    {
        var name = row switch
        {
            _ when row.StartsWith("Avg. GloVe", StringComparison.Ordinal) => "Avg. GloVe embeddings",
            _ when !row.StartsWith("BERT-base", StringComparison.Ordinal) => null,
            _ when row.EndsWith(SpeedWords.Configuration("torch", "fp32", "none"), StringComparison.Ordinal) => "SBERT-base",
            _ when row.EndsWith(SpeedWords.Configuration("torch", "fp32", "length"), StringComparison.Ordinal) => "SBERT-base - smart batching",
            _ => null,
        };
        return name is null ? null : PaperData.Table("table7").Find(name, column);
    }
}
