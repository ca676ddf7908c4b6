namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>What a sentence says: who did (or did not do) what to whom, where and when. Equal meanings are paraphrases by construction.</summary>
internal sealed record Meaning(VerbAction Action, Noun Agent, Noun Object, Setting? Place, Setting? Time, bool Negated = false);
