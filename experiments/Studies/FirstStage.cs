using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Baselines;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;

namespace SbertRepro.Experiments.Studies;

/// <summary>What finds documents without reading them together with the query. A value; nothing is indexed before <see cref="Open"/>.</summary>
/// <param name="Id">Safe as a part of a file name.</param>
/// <param name="Name">As printed.</param>
/// <param name="Systems">That it opens.</param>
public abstract record FirstStage(string Id, string Name, IReadOnlyList<SystemSpec> Systems)
{
    public abstract OpenFirstStage Open(RetrievalDataset dataset, StudyContext context);

    /// <summary>Words in common (<see cref="Bm25Index"/>).</summary>
    public sealed record Bm25() : FirstStage("bm25", "BM25", [])
    {
        public override OpenFirstStage Open(RetrievalDataset dataset, StudyContext context)
        {
            var index = new Bm25Index(dataset.Documents);
            return new OpenFirstStage(index.Search, ["BM25: Lucene, k1 0.9, b 0.4, English stems and stop words; title and abstract in one field"], index);
        }
    }

    /// <summary>The nearest vectors, by exact search. Title and abstract are one text, as BEIR does; what is longer than the encoder reads is cut.</summary>
    public sealed record Vectors(SystemSpec System) : FirstStage(System.Id, System.Name, [System])
    {
        public override OpenFirstStage Open(RetrievalDataset dataset, StudyContext context)
        {
            var encoder = context.OpenEncoder(System);
            var texts = dataset.Documents.Select(document => document.FullText).ToList();
            var documents = encoder.Encode(texts, context.Progress, context.Cancellation);
            encoder.Encode([.. dataset.Queries.Select(query => query.Text)], cancellation: context.Cancellation); // word vectors are read from their file when words come up
            var index = new ExactIndex(documents, device: context.Setting.Device == "cuda" ? torch.CUDA : torch.CPU);
            return new OpenFirstStage(Search, [Note(texts, encoder, context)], index, encoder);

            IReadOnlyList<RankedDocument> Search(string query, int depth)
            {
                var found = index.Search(encoder.Encode([query], cancellation: context.Cancellation), depth, context.Cancellation);
                return [.. found.Of(0).ToArray().Select((id, rank) => new RankedDocument(dataset.Documents[id].Id, found.Scores[rank]))];
            }
        }

        private string Note(IReadOnlyList<string> texts, ISentenceEncoder encoder, StudyContext context) => (encoder, context.TokenizationOf(System)) switch
        {
            (AverageGlove words, _) => $"{System.Name}: documents are read to their end; {words.Coverage(texts)}",
            (_, { } tokenization) => $"{System.Name}: {Cut(texts, tokenization, context)}",
            (StaticTokenTable, _) => $"{System.Name}: a document's first 512 word pieces are read",
            _ => $"{System.Name}: documents are read to their end",
        };

        private string Cut(IReadOnlyList<string> texts, BertTokenization tokenization, StudyContext context)
        {
            var limit = TokenLimit.Of(System, context.Resolve);
            var longer = tokenization.EncodeBatch(texts, int.MaxValue, context.Cancellation).Count(ids => ids.Length > limit);
            return string.Create(CultureInfo.InvariantCulture, $"{longer:N0} of {texts.Count:N0} documents are longer than {limit} tokens and are cut there");
        }
    }
}

/// <summary>An index with what answers queries from it.</summary>
/// <param name="search">Query and depth to documents, best first.</param>
/// <param name="notes">What a reader must know.</param>
/// <param name="owned">Disposed with this.</param>
public sealed class OpenFirstStage(Func<string, int, IReadOnlyList<RankedDocument>> search, IReadOnlyList<string> notes, params IDisposable[] owned) : IDisposable
{
    public IReadOnlyList<string> Notes => notes;

    public IReadOnlyList<RankedDocument> Search(string query, int depth) => search(query, depth);

    /// <summary>The answers to all queries, by query id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<RankedDocument>> Run(RetrievalDataset dataset, int depth, CancellationToken cancellation) =>
        dataset.Queries.ToDictionary(query => query.Id, query =>
        {
            cancellation.ThrowIfCancellationRequested();
            return search(query.Text, depth);
        }, StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var each in owned) each.Dispose();
    }
}
