using System.Globalization;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Lucene.Net.Util;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>
/// BM25 over title and text in one field: the lexical baseline of BEIR ("flat"), with the analysis (English possessives, lower case, stop words, Porter stems) and the
/// parameters of Anserini (Yang et al. 2017): k1 = 0.9, b = 0.4.
/// </summary>
public sealed class Bm25Index : IDisposable
{
    private const string IdField = "id";
    private const string ContentsField = "contents";

    private readonly RAMDirectory directory = new();
    private readonly EnglishAnalyzer analyzer = new(LuceneVersion.LUCENE_48);
    private readonly DirectoryReader reader;
    private readonly IndexSearcher searcher;

    public Bm25Index(IEnumerable<RetrievalDocument> documents, float k1 = 0.9f, float b = 0.4f)
    {
        var similarity = new Bm25Similarity(k1, b);
        using (var writer = new IndexWriter(directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, analyzer) { Similarity = similarity }))
        {
            foreach (var document in documents)
                writer.AddDocument([new StringField(IdField, document.Id, Field.Store.YES), new TextField(ContentsField, document.FullText, Field.Store.NO)]);
        }

        reader = DirectoryReader.Open(directory);
        searcher = new IndexSearcher(reader) { Similarity = similarity };
    }

    /// <summary>The <paramref name="depth"/> best documents, best first; fewer where fewer share a word with the query. Safe to call from several threads.</summary>
    public IReadOnlyList<RankedDocument> Search(string query, int depth)
    {
        var words = new BooleanQuery();
        foreach (var (word, count) in Words(query).CountBy(word => word)) words.Add(new TermQuery(new Term(ContentsField, word)) { Boost = count }, Occur.SHOULD);
        return [.. searcher.Search(words, depth).ScoreDocs.Select(hit => new RankedDocument(searcher.Doc(hit.Doc).Get(IdField, CultureInfo.InvariantCulture), hit.Score))];
    }

    private List<string> Words(string text)
    {
        List<string> words = [];
        using var stream = analyzer.GetTokenStream(ContentsField, text);
        var term = stream.AddAttribute<ICharTermAttribute>();
        stream.Reset();
        while (stream.IncrementToken()) words.Add(term.ToString()!);
        stream.End();
        return words;
    }

    public void Dispose()
    {
        reader.Dispose();
        analyzer.Dispose();
        directory.Dispose();
    }
}
