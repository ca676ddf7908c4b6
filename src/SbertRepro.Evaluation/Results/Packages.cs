using System.Text.Json;

namespace SbertRepro.Evaluation.Results;

/// <summary>Versions of the libraries that compute, as recorded by the build beside the program.</summary>
public static class Packages
{
    // Parsers, terminals and test frameworks cannot change a number; these can.
    private static readonly string[] Computing = ["TorchSharp", "libtorch-", "Microsoft.ML.", "MathNet.", "System.Numerics.Tensors"];

    /// <param name="folder">Where the program's <c>*.deps.json</c> lies.</param>
    /// <returns>Package name to version; empty when the program was built without such a file.</returns>
    public static SortedDictionary<string, string> Read(string folder)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.deps.json"))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var library in document.RootElement.GetProperty("libraries").EnumerateObject())
            {
                var (name, version) = Split(library.Name);
                if (Computing.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                    found[name] = version;
            }
        }
        return found;
    }

    private static (string Name, string Version) Split(string library) =>
        library.Split('/', 2) is [var name, var version] ? (name, version) : (library, "");
}
