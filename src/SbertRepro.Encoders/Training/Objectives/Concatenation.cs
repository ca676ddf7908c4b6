using System.Numerics;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training.Objectives;

/// <summary>What the softmax classifier sees of two sentence vectors u and v (paper table 6).</summary>
[Flags]
public enum Concatenation
{
    First = 1,

    Second = 2,

    /// <summary>|u - v|, element by element.</summary>
    Difference = 4,

    /// <summary>u * v, element by element.</summary>
    Product = 8,

    Both = First | Second,

    /// <summary>(u, v, |u - v|): the paper's choice.</summary>
    BothAndDifference = Both | Difference,
}

public static class Concatenations
{
    /// <summary>The rows of the paper's table 6, in its order.</summary>
    public static readonly IReadOnlyList<Concatenation> Table6 =
    [
        Concatenation.Both, Concatenation.Difference, Concatenation.Product, Concatenation.Difference | Concatenation.Product,
        Concatenation.Both | Concatenation.Product, Concatenation.BothAndDifference, Concatenation.BothAndDifference | Concatenation.Product,
    ];

    /// <summary>Number of parts of width H.</summary>
    public static int Parts(this Concatenation concatenation) => BitOperations.PopCount((uint)concatenation);

    /// <summary>u and v, (B, H) each, to (B, parts H) in the order u, v, |u - v|, u * v.</summary>
    public static Tensor Apply(this Concatenation concatenation, Tensor u, Tensor v)
    {
        List<Tensor> parts = [];
        if (concatenation.HasFlag(Concatenation.First)) parts.Add(u);
        if (concatenation.HasFlag(Concatenation.Second)) parts.Add(v);
        if (concatenation.HasFlag(Concatenation.Difference)) parts.Add((u - v).abs());
        if (concatenation.HasFlag(Concatenation.Product)) parts.Add(u * v);
        return cat(parts, 1);
    }

    /// <summary>As the paper writes it: "(u, v, |u-v|)".</summary>
    public static string Text(this Concatenation concatenation) =>
        $"({string.Join(", ", new[] { (Concatenation.First, "u"), (Concatenation.Second, "v"), (Concatenation.Difference, "|u-v|"), (Concatenation.Product, "u*v") }
            .Where(part => concatenation.HasFlag(part.Item1)).Select(part => part.Item2))})";
}
