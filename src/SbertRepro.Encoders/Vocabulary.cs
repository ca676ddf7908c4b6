using SbertRepro.Evaluation;

namespace SbertRepro.Encoders;

/// <summary>Tokens and their ids, 0 to Count - 1.</summary>
public sealed class Vocabulary
{
    private readonly string[] _tokens;
    private readonly Dictionary<string, int> _ids;
    private readonly string _source;

    /// <param name="tokens">The token of id 0, of id 1, ...</param>
    /// <param name="source">The file they come from, for error messages.</param>
    /// <exception cref="ActionableException">A token occurs twice, so that its id is ambiguous.</exception>
    public Vocabulary(IEnumerable<string> tokens, string source)
    {
        _tokens = [.. tokens];
        _source = source;
        _ids = new Dictionary<string, int>(_tokens.Length, StringComparer.Ordinal);
        for (var id = 0; id < _tokens.Length; id++)
        {
            if (!_ids.TryAdd(_tokens[id], id)) throw new ActionableException($"token '{_tokens[id]}' has the ids {_ids[_tokens[id]]} and {id}", source, "each token once");
        }
    }

    public int Count => _tokens.Length;

    public IReadOnlyList<string> Tokens => _tokens;

    public string this[int id] => _tokens[id];

    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    /// <exception cref="ActionableException">The vocabulary has no such token.</exception>
    public int Id(string token) =>
        _ids.TryGetValue(token, out var id) ? id : throw new ActionableException($"no token '{token}' among {Count}", _source, $"a WordPiece vocabulary with {token}");
}
