using SbertRepro.Encoders;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>Every system the tables know, one value each.</summary>
public static class Systems
{
    private const string PartialVectors = "partial vectors: the mirror's extract of GloVe knows only some of the words (the share is noted beside each number)";

    // Offline, at every scale of the house: the floor any encoder must beat.
    public static readonly SystemSpec BagOfWords = new("bag-of-words", "Bag of words (hashed counts)", new BagOfWordsRecipe(), [], [Scale.Sample, Scale.Small])
    {
        NotJudged = "not a system of the paper: the word-overlap floor",
    };

    // Static tables: seconds on any CPU.
    public static readonly SystemSpec PotionBase4M = new("potion-base-4m", "potion-base-4M (static, 2024)", new StaticTokenTableRecipe(),
        ["potion-base-4m/config.json", "potion-base-4m/model.safetensors", "potion-base-4m/modules.json", "potion-base-4m/tokenizer.json"], [Scale.Small])
    {
        NotJudged = "not a system of the paper: a static encoder of 2024, for scale",
        Note = "the int8, 128-dimensional export",
    };

    public static readonly SystemSpec Glove6B300Partial = PartialGlove("average-glove-6b-300d-partial", "Avg. GloVe 6B 300d, partial", "glove/glove.6B.300d.partial.txt");
    public static readonly SystemSpec Glove840BPartial = PartialGlove("average-glove-840b-300d-partial", "Avg. GloVe 840B 300d, partial", "glove/glove.840B.300d.partial.txt");
    public static readonly SystemSpec Glove6B50Partial = PartialGlove("average-glove-6b-50d-partial", "Avg. GloVe 6B 50d, partial", "glove/glove.6B.50d.partial.txt");
    public static readonly SystemSpec Glove6B50PartialContent = WithoutFunctionWords(Glove6B50Partial);

    // The paper does not say which GloVe vectors, tokeniser or stop words; both public candidates stand here.
    public static readonly SystemSpec Glove6B300 = new("average-glove-6b-300d", "Avg. GloVe 6B 300d", new AverageGloveRecipe("glove.6B.300d.txt"), ["glove/glove.6B.zip"], [Scale.Paper])
    {
        Note = "the paper publishes neither vectors nor tokenisation for its GloVe row",
    };

    public static readonly SystemSpec Glove840B = new("average-glove-840b-300d", "Avg. GloVe 840B 300d", new AverageGloveRecipe(), ["glove/glove.840B.300d.zip"], [Scale.Paper])
    {
        Note = "the paper publishes neither vectors nor tokenisation for its GloVe row",
    };

    public static readonly SystemSpec Glove6B300Content = WithoutFunctionWords(Glove6B300);
    public static readonly SystemSpec Glove840BContent = WithoutFunctionWords(Glove840B);

    private const string BertAsService = "the paper used bert-as-service (layer -2 by default); this is the last layer, as everybody since";

    // BERT without tuning. The paper's rows come from bert-as-service (layer -2, 25 tokens): a gap to them is expected and named.
    public static readonly SystemSpec BertBaseMean = Bert("bert-base-uncased-mean", "BERT-base, mean of token states", "bert-base-uncased", Pooling.Mean) with { Note = BertAsService };

    public static readonly SystemSpec BertBaseCls = Bert("bert-base-uncased-cls", "BERT-base, [CLS]", "bert-base-uncased", Pooling.Cls) with { Note = BertAsService };

    // The same of the small BERT that this project pre-trained and ships.
    public static readonly SystemSpec MiniBertMean = Mini("mini-bert-mean", "mini-BERT, mean of token states", Pooling.Mean);
    public static readonly SystemSpec MiniBertCls = Mini("mini-bert-cls", "mini-BERT, [CLS]", Pooling.Cls);

    // The authors' released weights.
    public static readonly SystemSpec SbertNliBase = Published("sbert-nli-base", "SBERT-NLI-base (released weights)", "bert-base-nli-mean-tokens");
    public static readonly SystemSpec SbertNliLarge = Published("sbert-nli-large", "SBERT-NLI-large (released weights)", "bert-large-nli-mean-tokens");

    // What a shape costs, where its weights are not at hand: time does not depend on them.
    public static readonly SystemSpec BertBaseShape = Untrained("bert-base-shape", "BERT-base shape, random weights", BertConfig.Base, readsPairs: false);
    public static readonly SystemSpec BertLargeShape = Untrained("bert-large-shape", "BERT-large shape, random weights", BertConfig.Large, readsPairs: false);
    public static readonly SystemSpec CrossBertBaseShape = Untrained("cross-encoder-bert-base-shape", "Cross-encoder of BERT-base shape, random weights", BertConfig.Base, readsPairs: true);
    public static readonly SystemSpec CrossMiniShape = Untrained("cross-encoder-mini-bert-shape", "Cross-encoder of mini-BERT shape, random weights", MiniShape, readsPairs: true);

    // Later encoders of the same family, for scale.
    public static readonly SystemSpec AllMiniLmL6 = Modern("all-minilm-l6-v2", "all-MiniLM-L6-v2 (2021)");
    public static readonly SystemSpec AllMiniLmL12 = Modern("all-minilm-l12-v2", "all-MiniLM-L12-v2 (2021)");
    public static readonly SystemSpec BgeSmall = Modern("bge-small-en-v1.5", "bge-small-en-v1.5 (2023)", Pooling.Cls);
    public static readonly SystemSpec BgeBase = Modern("bge-base-en-v1.5", "bge-base-en-v1.5 (2023)", Pooling.Cls);
    public static readonly SystemSpec BgeLarge = Modern("bge-large-en-v1.5", "bge-large-en-v1.5 (2023)", Pooling.Cls);

    public static readonly IReadOnlyList<SystemSpec> All =
    [
        BagOfWords, PotionBase4M, Glove6B300Partial, Glove840BPartial, Glove6B50Partial, Glove6B50PartialContent, Glove6B300, Glove840B, Glove6B300Content, Glove840BContent,
        BertBaseMean, BertBaseCls, MiniBertMean, MiniBertCls, SbertNliBase, SbertNliLarge, AllMiniLmL6, AllMiniLmL12, BgeSmall, BgeBase, BgeLarge,
        BertBaseShape, BertLargeShape, CrossBertBaseShape, CrossMiniShape,
        .. TrainedSystems.All,
    ];

    // datasets/sample/mini-bert/config.json
    /// <summary>Of the mini-BERT in datasets/sample.</summary>
    internal static BertConfig MiniShape => new() { VocabularySize = 8192, HiddenSize = 256, Layers = 4, Heads = 4, IntermediateSize = 1024, MaxPositions = 128 };

    // With the vocabulary of its size: the number of tokens decides the cost.
    private static SystemSpec Untrained(string id, string name, BertConfig shape, bool readsPairs) =>
        new(id, name, new UntrainedBertRecipe(name, shape, readsPairs), [shape.VocabularySize == MiniShape.VocabularySize ? "sample/mini-bert/vocab.txt" : "bert-base-uncased/vocab.txt"], [])
        {
            NotJudged = "random weights: for what it costs, not for what it answers",
        };

    private static SystemSpec PartialGlove(string id, string name, string artifact) =>
        new(id, name, new AverageGloveRecipe(), [artifact], [Scale.Small]) { NotJudged = PartialVectors };

    private static SystemSpec WithoutFunctionWords(SystemSpec all) => all with
    {
        Id = all.Id + "-content-words",
        Name = all.Name + ", content words",
        Recipe = ((AverageGloveRecipe)all.Recipe) with { FunctionWords = false },
    };

    private static SystemSpec Bert(string id, string name, string group, Pooling pooling) =>
        new(id, name, new SentenceBertRecipe(pooling), ModelFiles(group, "vocab.txt"), [Scale.Paper]);

    private static SystemSpec Mini(string id, string name, Pooling pooling) => new(id, name, new SentenceBertRecipe(pooling), TrainedSystems.MiniBertFiles, [Scale.Sample, Scale.Small])
    {
        NotJudged = TrainedSystems.MiniBert,
    };

    private static SystemSpec Published(string id, string name, string group) =>
        new(id, name, new SentenceBertRecipe(Pooling.Mean), ModelFiles(group, "vocab.txt"), [Scale.Paper]);

    private static SystemSpec Modern(string id, string name, Pooling? pooling = null) =>
        new(id, name, new SentenceBertRecipe(pooling), pooling is null
            ? [.. ModelFiles(id, "vocab.txt"), $"{id}/modules.json", $"{id}/1_Pooling/config.json"]
            : ModelFiles(id, "vocab.txt"), [Scale.Paper])
        {
            NotJudged = "not a system of the paper: a later encoder of the family, for scale",
        };

    private static IReadOnlyList<string> ModelFiles(string group, string vocabulary) => [$"{group}/config.json", $"{group}/{vocabulary}", $"{group}/model.safetensors"];
}
