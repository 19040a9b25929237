using System.Numerics.Tensors;

namespace ReasoningGrains.Models.Onnx;

/// <summary>Rounds a block of floats to 4-bit integers with a scale and an offset, <c>w ≈ q · scale + offset</c>, q from -8 to 7, by least squares.</summary>
internal static class OffsetFit
{
    private const int Least = -8;
    private const int Greatest = 7;
    private const int Rounds = 4;

    /// <param name="block">The floats.</param>
    /// <param name="values">As many integers.</param>
    /// <returns>Scale and offset.</returns>
    public static (float Scale, float Offset) Fit(ReadOnlySpan<float> block, Span<sbyte> values)
    {
        var (least, greatest) = (TensorPrimitives.Min(block), TensorPrimitives.Max(block));
        var (best, error) = ((Scale: 0f, Offset: least), float.PositiveInfinity);
        // A few ways to lay sixteen steps over the range, the outermost values cut or not.
        foreach (var steps in (ReadOnlySpan<float>)[15, 14.5f, 14, 13.5f, 15.5f, 16])
        {
            var scale = (greatest - least) / steps;
            var (fit, now) = Refine(block, (scale, ((least + greatest) / 2) + (scale / 2)), values);
            (best, error) = now < error ? (fit, now) : (best, error);
        }

        Round(block, best, values);
        return best;
    }

    /// <summary>By turns the best integers for a line and the best line for these integers.</summary>
    private static ((float Scale, float Offset) Fit, float Error) Refine(ReadOnlySpan<float> block, (float Scale, float Offset) start, Span<sbyte> values)
    {
        var (fit, error) = (start, float.PositiveInfinity);
        for (var (round, next) = (0, start); round < Rounds; round++)
        {
            Round(block, next, values);
            if (Error(block, next, values) is var now && now >= error)
            {
                break;
            }

            (fit, error) = (next, now);
            next = Line(block, values);
        }

        return (fit, error);
    }

    private static void Round(ReadOnlySpan<float> block, (float Scale, float Offset) fit, Span<sbyte> values)
    {
        for (var i = 0; i < block.Length; i++)
        {
            values[i] = fit.Scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round((block[i] - fit.Offset) / fit.Scale), Least, Greatest);
        }
    }

    private static float Error(ReadOnlySpan<float> block, (float Scale, float Offset) fit, ReadOnlySpan<sbyte> values)
    {
        var sum = 0f;
        for (var i = 0; i < block.Length; i++)
        {
            var difference = (values[i] * fit.Scale) + fit.Offset - block[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>The line through (integer, float) of least squares.</summary>
    private static (float Scale, float Offset) Line(ReadOnlySpan<float> block, ReadOnlySpan<sbyte> values)
    {
        var (meanValue, meanFloat) = (0f, TensorPrimitives.Sum(block) / block.Length);
        foreach (var value in values)
        {
            meanValue += (float)value / block.Length;
        }

        var (covariance, variance) = (0f, 0f);
        for (var i = 0; i < block.Length; i++)
        {
            covariance += (values[i] - meanValue) * (block[i] - meanFloat);
            variance += (values[i] - meanValue) * (values[i] - meanValue);
        }

        var scale = variance > 0 ? covariance / variance : 0;
        return (scale, meanFloat - (scale * meanValue));
    }
}
