using System.Globalization;
using System.Text.Json;

namespace SbertRepro.Evaluation.Datasets;

/// <summary>
/// Reads a retrieval collection in the layout of BEIR (Thakur et al. 2021): corpus.jsonl with _id, title and text, queries.jsonl with _id and text, and judgements
/// as query-id, corpus-id and score, tab-separated under a header.
/// </summary>
public static class BeirReader
{
    /// <exception cref="ActionableException">A line is not as described, an id occurs twice, or a judgement names a query or document that does not exist.</exception>
    public static RetrievalDataset Read(string id, string corpusPath, string queriesPath, string judgementsPath)
    {
        var documents = ReadObjects(corpusPath, (line, fields) => new RetrievalDocument(fields("_id")!, fields("title") ?? "", fields("text") ?? throw Malformed("no text", line, corpusPath)));
        var queries = ReadObjects(queriesPath, (line, fields) => new RetrievalQuery(fields("_id")!, fields("text") ?? throw Malformed("no text", line, queriesPath)));
        var (documentIds, queryIds) = (Unique(documents.Select(document => document.Id), corpusPath), Unique(queries.Select(query => query.Id), queriesPath));
        var judgements = new Dictionary<string, IReadOnlyDictionary<string, int>>(StringComparer.Ordinal);
        foreach (var line in TextLines.Read(judgementsPath).Skip(1))
        {
            if (line.Text.Split('\t') is not [var query, var document, var score] || !int.TryParse(score, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grade))
                throw Malformed($"'{line.Text}'", line, judgementsPath, "query id, document id and a whole number, separated by tabs");
            if (!queryIds.Contains(query)) throw Malformed($"query {query}", line, judgementsPath, $"a query of {queriesPath}");
            if (!documentIds.Contains(document)) throw Malformed($"document {document}", line, judgementsPath, $"a document of {corpusPath}");
            if (!judgements.TryGetValue(query, out var grades)) judgements[query] = grades = new Dictionary<string, int>(StringComparer.Ordinal);
            if (!((Dictionary<string, int>)grades).TryAdd(document, grade)) throw Malformed($"query {query} and document {document} again", line, judgementsPath, "each pair once");
        }

        return new RetrievalDataset(id, documents, [.. queries.Where(query => judgements.ContainsKey(query.Id))], judgements);
    }

    private static List<T> ReadObjects<T>(string path, Func<TextLine, Func<string, string?>, T> read)
    {
        List<T> items = [];
        foreach (var line in TextLines.Read(path))
        {
            try
            {
                using var json = JsonDocument.Parse(line.Text);
                string? Field(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
                if (string.IsNullOrEmpty(Field("_id"))) throw Malformed("no _id", line, path);
                items.Add(read(line, Field));
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                throw Malformed($"not a JSON object of texts ({error.Message})", line, path);
            }
        }

        return items;
    }

    private static HashSet<string> Unique(IEnumerable<string> ids, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (!seen.Add(id)) throw new ActionableException($"_id {id} occurs twice", path, "each once", "fetch the file again");
        }

        return seen;
    }

    private static ActionableException Malformed(string what, TextLine line, string path, string expected = "a JSON object with _id and text") =>
        new(what, $"{path} line {line.Number}", expected, "fetch the file again");
}
