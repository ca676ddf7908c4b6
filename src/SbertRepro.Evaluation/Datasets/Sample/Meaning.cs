namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>A noun with what the sentence says of it.</summary>
/// <param name="Noun">Itself, or its class.</param>
/// <param name="Adjective">Never of a name.</param>
/// <param name="Count">"three dogs"; null for one.</param>
internal sealed record Participant(Noun Noun, Adjective? Adjective = null, int? Count = null);

/// <summary>What a sentence says: who did (or did not do) what to whom, where and when. Equal meanings are paraphrases by construction.</summary>
internal sealed record Meaning(VerbAction Action, Participant Agent, Participant Object, Setting? Place, Setting? Time, bool Negated = false)
{
    public Domain Domain => Action.Domain;

    public int Details => (Place is null ? 0 : 1) + (Time is null ? 0 : 1) + (Agent.Adjective is null ? 0 : 1) + (Object.Adjective is null ? 0 : 1);
}
