using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;

namespace SbertRepro.Cli.Gate;

/// <summary>Encodes the probe sentences with a system whose files are here.</summary>
/// <param name="opening">Opens systems.</param>
/// <param name="sources">Where their files are.</param>
/// <param name="named">Systems of the command line: a model folder of the user's own is known by them alone.</param>
internal sealed class ProbeEncoding(Opening opening, Sources sources, IReadOnlyList<SystemSpec> named)
{
    /// <summary>What one types after --system for a system of the baseline.</summary>
    public string Typed(string id) => Find(id)?.Folder ?? id;

    /// <returns>Null for a system that has no vectors, or too large ones, or is not here.</returns>
    public SentenceVectors? Of(SystemSpec system, CancellationToken cancellation)
    {
        if (sources.OfSystem(system) is not { Missing: null } found) return null;
        using var open = opening.Open(system, found.Files, seed: 1, progress: null, cancellation);
        return open is OpenSystem.Encodes { Encoder: var encoder } && encoder.Dimension <= ProbeVectors.LargestDimension
            ? Terminal.WithProgress($"probe sentences: {system.Id}", progress => encoder.Encode(ProbeSentences.All, progress, cancellation))
            : null;
    }

    public DriftFinding Compare(ProbeVectors baseline, CancellationToken cancellation)
    {
        if (baseline.Probe != ProbeSentences.Hash) return DriftCheck.NotCompared(baseline.System, "the baseline was computed from other probe sentences: sbert-repro accept");
        if (Find(baseline.System) is not { } system || Of(system, cancellation) is not { } vectors)
            return DriftCheck.NotCompared(baseline.System, "the system cannot be opened here");
        return DriftCheck.Compare(baseline.System, baseline.Vectors(), vectors);
    }

    private SystemSpec? Find(string id) => named.Concat(Systems.All).FirstOrDefault(system => system.Id == id);
}
