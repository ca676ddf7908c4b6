using System.Reflection;

namespace SbertRepro.Evaluation.Results;

/// <summary>
/// Hashes of the C# sources that define a number, computed at build time with comments and white space removed
/// (<c>src/CodeHash.targets</c>): rewording a comment leaves every cell fresh, changing a formula does not.
/// </summary>
public static class CodeHash
{
    /// <summary>The hash that the build stored in <paramref name="assembly"/> under <paramref name="name"/>, e.g. "code/metrics".</summary>
    public static string Of(Assembly assembly, string name) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == name)?.Value
        ?? throw new InvalidOperationException($"{assembly.GetName().Name} was built without {name}; its project must import CodeHash.targets");

    /// <summary>Metrics, tasks and dataset readers.</summary>
    public static string Metrics => Of(typeof(CodeHash).Assembly, "code/metrics");
}
