namespace SbertRepro.Evaluation.Artifacts;

/// <summary>A published slice of a checkpoint's output: what loading the right weights rightly must give.</summary>
/// <param name="Group">Catalogue group of the checkpoint.</param>
/// <param name="InputIds">One sequence of token ids, T.</param>
/// <param name="AttentionMask">1 for tokens that are attended to, T.</param>
/// <param name="Tensor">Which output, e.g. last_hidden_state (T x H).</param>
/// <param name="Rows">First row, and the row after the last.</param>
/// <param name="Columns">First column, and the column after the last.</param>
/// <param name="Expected">The slice, rows x columns.</param>
/// <param name="Tolerance">Largest absolute difference.</param>
/// <param name="Source">Who published it.</param>
public sealed record KnownOutput(
    string Group, int[] InputIds, int[] AttentionMask, string Tensor, int[] Rows, int[] Columns, double[][] Expected, double Tolerance, string Source);

/// <summary>Published scores of a public checkpoint: Spearman x100 of the cosine per dataset id, all subsets concatenated.</summary>
public sealed record KnownScores(string Group, string Pooling, IReadOnlyDictionary<string, double> SpearmanX100, string Source);
