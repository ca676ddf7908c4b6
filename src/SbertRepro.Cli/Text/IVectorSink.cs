using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Cli.Text;

/// <summary>Where encoded vectors go, chunk after chunk.</summary>
internal interface IVectorSink
{
    void Append(SentenceVectors vectors);

    /// <summary>Called once after the last chunk.</summary>
    /// <param name="dimension">Of the encoder: an input without any line still has a width.</param>
    void Complete(int dimension);
}
