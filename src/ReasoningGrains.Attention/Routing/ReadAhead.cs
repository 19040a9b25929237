namespace ReasoningGrains.Attention.Routing;

/// <summary>Blocks lend some of their weight to those after them when the active set is chosen.</summary>
internal static class ReadAhead
{
    /// <summary>Parts of the weights that are gone through side by side: in one row each weight waits for the one before.</summary>
    private const int Parts = 4;

    /// <summary>What is lent on from one part to the next is not told from nothing below it.</summary>
    private const float Least = 1e-12f;

    /// <summary><c>weights[b] = max(weights[b], share · weights[b - 1])</c>, from the first to the last.</summary>
    /// <param name="weights">[blocks]: finite, not negative.</param>
    /// <param name="share">In [0, 1).</param>
    public static void Lend(Span<float> weights, float share)
    {
        var part = weights.Length / Parts;
        var first = weights[..part];
        var second = weights.Slice(part, part);
        var third = weights.Slice(2 * part, part);
        var fourth = weights[(3 * part)..];
        var (a, b, c, d) = (0f, 0f, 0f, 0f);
        for (var i = 0; i < part; i++)
        {
            // MathF.Max tells NaN and zeros apart, by several instructions.
            first[i] = a = float.MaxNative(first[i], share * a);
            second[i] = b = float.MaxNative(second[i], share * b);
            third[i] = c = float.MaxNative(third[i], share * c);
            fourth[i] = d = float.MaxNative(fourth[i], share * d);
        }

        foreach (ref var weight in fourth[part..])
        {
            weight = d = float.MaxNative(weight, share * d);
        }

        for (var at = part; part > 0 && at < Parts * part; at += part)
        {
            LendOn(weights[at..], share, weights[at - 1]);
        }
    }

    /// <summary>Lends on what the block before had, as far as it is more than the blocks lent each other.</summary>
    private static void LendOn(Span<float> weights, float share, float before)
    {
        foreach (ref var weight in weights)
        {
            before *= share;
            if (before <= weight || before < Least)
            {
                return;
            }

            weight = before;
        }
    }
}
