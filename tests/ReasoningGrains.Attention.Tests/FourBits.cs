using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Tests;

/// <summary>What 4 bits make of a block, in double precision from the definition: 16 levels around the middle of the lowest and the highest, of each element of the keys over 32 tokens and of each value.</summary>
internal static class FourBits
{
    /// <summary>The rows as they look after some of their blocks were rounded.</summary>
    public static float[][] Round(KvShape shape, double[] frequencies, float[][] rows, params int[] blocks)
    {
        var rounded = rows.Select(r => (float[])r.Clone()).ToArray();
        foreach (var block in blocks)
        {
            for (var head = 0; head < shape.KvHeads; head++)
            {
                RoundKeys(rounded.AsSpan(block * 32, 32), (shape.Heads + head) * shape.HeadDim, frequencies);
                foreach (var row in rounded.AsSpan(block * 32, 32))
                {
                    var value = row.AsSpan((shape.Heads + shape.KvHeads + head) * shape.HeadDim, shape.HeadDim);
                    Levels([.. value.ToArray().Select(v => (double)v)]).Select(v => (float)v).ToArray().CopyTo(value);
                }
            }
        }

        return rounded;
    }

    /// <summary>Keys are kept rotated by their place in the block.</summary>
    private static void RoundKeys(Span<float[]> rows, int from, double[] frequencies)
    {
        var half = frequencies.Length;
        for (var i = 0; i < half; i++)
        {
            var (first, second) = (new double[32], new double[32]);
            for (var t = 0; t < 32; t++)
            {
                var (sin, cos) = Math.SinCos(t * frequencies[i]);
                first[t] = (rows[t][from + i] * cos) - (rows[t][from + i + half] * sin);
                second[t] = (rows[t][from + i + half] * cos) + (rows[t][from + i] * sin);
            }

            (first, second) = (Levels(first), Levels(second));
            for (var t = 0; t < 32; t++)
            {
                var (sin, cos) = Math.SinCos(t * frequencies[i]);
                rows[t][from + i] = (float)((first[t] * cos) + (second[t] * sin));
                rows[t][from + i + half] = (float)((second[t] * cos) - (first[t] * sin));
            }
        }
    }

    /// <summary>The middle of the 16 levels, and from one to the next.</summary>
    public static (double Middle, double Step) Scale(double[] values) => (Upper((values.Min() + values.Max()) / 2), Upper((values.Max() - values.Min()) / 15));

    private static double[] Levels(double[] values)
    {
        var (middle, step) = Scale(values);
        return [.. values.Select(v => middle + ((Math.Clamp(Math.Floor(((v - middle) / step) + 8), 0, 15) - 7.5) * step))];
    }

    /// <summary>Nearest number of 8 significant bits.</summary>
    private static double Upper(double value)
    {
        var unit = Math.Pow(2, Math.Floor(Math.Log2(Math.Abs(value))) - 7);
        return Math.Round(value / unit, MidpointRounding.ToEven) * unit;
    }
}
