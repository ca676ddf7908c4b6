using System.Text.Json;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Cli.Text;

/// <summary>Writes one JSON array of numbers a line; the numbers read back to the same float32 values.</summary>
internal sealed class JsonLines(Stream stream) : IVectorSink
{
    public void Append(SentenceVectors vectors)
    {
        using var writer = new Utf8JsonWriter(stream);
        for (var i = 0; i < vectors.Count; i++)
        {
            writer.WriteStartArray();
            foreach (var value in vectors[i]) writer.WriteNumberValue(value);
            writer.WriteEndArray();
            writer.Flush();
            writer.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    public void Complete(int dimension) => stream.Flush();
}
