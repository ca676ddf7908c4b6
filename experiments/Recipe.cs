using SbertRepro.Encoders;
using SbertRepro.Encoders.Baselines;

namespace SbertRepro.Experiments;

/// <summary>How a system makes vectors: the settings that define it, as data. <see cref="Opening"/> turns a recipe into an encoder.</summary>
public abstract record Recipe
{
    /// <summary>Name and value of every setting that could change a number: part of the fingerprint.</summary>
    public abstract IEnumerable<(string Name, string Value)> Settings { get; }

    /// <summary>True when a seed changes the result: the system is trained here, or initialised at random.</summary>
    public virtual bool IsRandom => false;

    /// <summary>True when torch computes it: device and precision then matter.</summary>
    public virtual bool UsesTorch => false;
}

/// <summary>Hashed word counts; needs no artifact.</summary>
public sealed record BagOfWordsRecipe : Recipe
{
    public override IEnumerable<(string Name, string Value)> Settings => [("kind", "bag-of-words")];
}

/// <summary>Mean of word vectors read from a GloVe text file.</summary>
/// <param name="Entry">Which file of a zip; null where the artifact is no zip, or holds the one file it is named after.</param>
/// <param name="FunctionWords">False: English function words do not count.</param>
public sealed record AverageGloveRecipe(string? Entry = null, bool FunctionWords = true) : Recipe
{
    public override IEnumerable<(string Name, string Value)> Settings =>
        [("kind", "average-glove"), ("words", "whitespace"), ("function words", FunctionWords ? "count" : "do not count"), ("entry", Entry ?? "the only one")];

    public AverageGloveOptions Options => new(GloveWords.Whitespace, FunctionWords ? null : Encoders.Baselines.FunctionWords.All, Entry);
}

/// <summary>Mean of a static token table (model2vec format).</summary>
public sealed record StaticTokenTableRecipe : Recipe
{
    public override IEnumerable<(string Name, string Value)> Settings => [("kind", "static-token-table")];
}

/// <summary>BERT and a pooling of its token states: the paper's section 3.</summary>
/// <param name="Pooling">null: what the model's own 1_Pooling/config.json says, MEAN where there is none.</param>
/// <param name="Layer">null: the last layer.</param>
public sealed record SentenceBertRecipe(Pooling? Pooling = null, LayerSelection? Layer = null) : Recipe
{
    public override bool UsesTorch => true;

    public override IEnumerable<(string Name, string Value)> Settings =>
        [("kind", "sentence-bert"), ("pooling", Pooling?.ToString() ?? "as published"), ("layer", Layer?.ToString() ?? "as published")];

    /// <summary>The model folder's own options, with what this recipe replaces.</summary>
    public SentenceBertOptions Configure(SentenceBertOptions published) => published with { Pooling = Pooling ?? published.Pooling, Layers = Layer ?? published.Layers };
}

/// <summary>BERT that reads both sentences at once and gives one score.</summary>
public sealed record CrossEncoderRecipe : Recipe
{
    public override bool UsesTorch => true;

    public override IEnumerable<(string Name, string Value)> Settings => [("kind", "cross-encoder")];
}

/// <summary>BERT of a published shape with random weights: what it costs does not depend on them, and what it answers means nothing.</summary>
/// <param name="Name">Of the shape.</param>
/// <param name="Shape">Layers, widths and heads.</param>
/// <param name="ReadsPairs">A cross-encoder with one output; otherwise a bi-encoder with MEAN pooling.</param>
public sealed record UntrainedBertRecipe(string Name, BertConfig Shape, bool ReadsPairs) : Recipe
{
    public override bool UsesTorch => true;

    public override IEnumerable<(string Name, string Value)> Settings => [("kind", ReadsPairs ? "untrained cross-encoder" : "untrained bi-encoder"), ("shape", Name)];
}

/// <summary>A model of the user's own in the ONNX format, run by ONNX Runtime; pooling and precision are those it was exported with.</summary>
/// <param name="ReadsPairs">A cross-encoder with one output; otherwise a bi-encoder.</param>
public sealed record OnnxRecipe(bool ReadsPairs) : Recipe
{
    /// <summary>True although it is not torch that computes: the device matters all the same.</summary>
    public override bool UsesTorch => true;

    public override IEnumerable<(string Name, string Value)> Settings => [("kind", ReadsPairs ? "onnx cross-encoder" : "onnx bi-encoder")];
}
