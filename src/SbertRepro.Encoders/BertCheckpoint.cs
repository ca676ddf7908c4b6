using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>
/// Fills a <see cref="Bert"/> from <c>model.safetensors</c>. Reads both generations of names (the published bert-base-uncased file says
/// <c>LayerNorm.gamma</c> and prefixes everything with <c>bert.</c>), and accounts for every tensor: one that is missing, left over or of another
/// shape stops the load.
/// </summary>
public static partial class BertCheckpoint
{
    public const string WeightsFile = "model.safetensors";

    /// <summary>Reads config and weights of a folder in the Hugging Face layout, in float32 on the CPU, in evaluation mode.</summary>
    /// <param name="folder">Holds config.json and model.safetensors.</param>
    /// <param name="withPooler">Also reads the pooler; without it a pooler in the file is skipped, since no sentence encoder uses it.</param>
    public static Bert Load(string folder, bool withPooler = false)
    {
        using var weights = Safetensors.Open(WeightsPath(folder));
        var bert = Load(weights, BertConfig.Load(Path.Combine(folder, "config.json")), withPooler, NotOfTheEncoder());
        return bert;
    }

    /// <summary>The encoder and the linear layer of a sequence classifier (<c>classifier.weight</c>, <c>classifier.bias</c>).</summary>
    public static (Bert Bert, Linear Classifier) LoadClassifier(string folder)
    {
        using var weights = Safetensors.Open(WeightsPath(folder));
        var config = BertConfig.Load(Path.Combine(folder, "config.json"));
        if (!weights.Contains("classifier.weight"))
            throw new ActionableException("no tensor classifier.weight", WeightsPath(folder), "a sequence classifier", "use this model as a sentence encoder");
        var bert = Load(weights, config, withPooler: true, Classifier());
        var classifier = nn.Linear(config.HiddenSize, weights["classifier.weight"].Shape[0]);
        Fill(classifier.weight!, weights, "classifier.weight");
        Fill(classifier.bias!, weights, "classifier.bias");
        classifier.eval();
        return (bert, classifier);
    }

    /// <summary>Whether the folder's weights include the pooler; models that were pre-trained on masked words alone, and sentence encoders, have none.</summary>
    internal static bool HasPooler(string folder)
    {
        using var weights = Safetensors.Open(WeightsPath(folder));
        return weights.Entries.Any(entry => ModuleName(entry.Name).StartsWith("pooler.", StringComparison.Ordinal));
    }

    /// <summary>SHA-256 of the folder's weights, in hexadecimal.</summary>
    internal static string Hash(string folder)
    {
        using var file = File.OpenRead(WeightsPath(folder));
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>A model of the given sizes with reproducible random weights (normal, sd 0.02): for timing, where the weights do not matter.</summary>
    public static Bert Random(BertConfig config, long seed = 0)
    {
        LibTorch.Load();
        using var noGrad = no_grad();
        var bert = new Bert(config); // before the scope: TorchSharp 0.107 lets a scope dispose the weights of Embedding modules made in it
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        foreach (var (name, parameter) in bert.named_parameters())
        {
            if (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) parameter.fill_(1);
            else if (name.EndsWith("bias", StringComparison.Ordinal)) parameter.zero_();
            else parameter.normal_(0, 0.02, generator);
        }

        bert.eval();
        return bert;
    }

    private static Bert Load(Safetensors weights, BertConfig config, bool withPooler, Regex ignored)
    {
        LibTorch.Load();
        using var noGrad = no_grad();
        var bert = new Bert(config, withPooler);
        var unread = weights.Entries.Select(entry => entry.Name).Where(name => !ignored.IsMatch(name)).ToDictionary(ModuleName);
        foreach (var (name, parameter) in bert.named_parameters())
        {
            if (!unread.Remove(name, out var key)) throw new ActionableException($"no tensor for {name}", weights.Path, "all tensors of BertModel");
            Fill(parameter, weights, key);
        }

        unread = unread.Where(tensor => withPooler || !tensor.Key.StartsWith("pooler.", StringComparison.Ordinal)).ToDictionary();
        if (unread.Count > 0)
        {
            var names = string.Join(", ", unread.Values.Order(StringComparer.Ordinal).Take(3));
            throw new ActionableException($"{unread.Count} tensors that BertModel does not have: {names}", weights.Path, "an encoder of the architecture BertModel");
        }

        bert.eval();
        return bert;
    }

    internal static void Fill(Tensor parameter, Safetensors weights, string key)
    {
        long[] shape = [.. weights[key].Shape];
        if (!parameter.shape.SequenceEqual(shape))
        {
            throw new ActionableException(
                $"tensor {key} has shape [{string.Join(", ", shape)}]", weights.Path, $"[{string.Join(", ", parameter.shape)}] as config.json says");
        }

        using var noGrad = no_grad();
        using var values = tensor(weights.ReadFloats(key), shape);
        parameter.copy_(values);
    }

    private static string WeightsPath(string folder)
    {
        var path = Path.Combine(folder, WeightsFile);
        if (File.Exists(path)) return path;
        var other = File.Exists(Path.Combine(folder, "pytorch_model.bin")) ? "; pytorch_model.bin is a pickle, which is not read" : "";
        throw new ActionableException($"no {WeightsFile}{other}", folder, WeightsFile, "convert the weights with the safetensors package, or fetch another revision");
    }

    private static string ModuleName(string key) =>
        LegacyNorm().Replace(key.StartsWith("bert.", StringComparison.Ordinal) ? key["bert.".Length..] : key,
            match => match.Groups[1].Value == "gamma" ? "LayerNorm.weight" : "LayerNorm.bias");

    // Heads of pre-training and of classification, and a buffer that older exports carry along.
    [GeneratedRegex(@"^(cls\.|classifier\.)|embeddings\.position_ids$")]
    private static partial Regex NotOfTheEncoder();

    [GeneratedRegex(@"^classifier\.|embeddings\.position_ids$")]
    private static partial Regex Classifier();

    [GeneratedRegex(@"LayerNorm\.(gamma|beta)$")]
    private static partial Regex LegacyNorm();
}
