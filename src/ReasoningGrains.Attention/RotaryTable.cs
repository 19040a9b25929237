using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention;

/// <summary>
/// Cosines and sines of the rotary embedding, split as position = 32·block + offset. A rotation by a position is one by its offset and one by
/// its block, so the table holds 32 rows and one row a block instead of one a position.
/// </summary>
public sealed class RotaryTable
{
    private readonly double[] frequencies;
    private float[] blockCosines = [];
    private float[] blockSines = [];

    /// <param name="frequencies">Angle per position of each pair, in radians; headDim / 2 values.</param>
    public RotaryTable(double[] frequencies)
    {
        this.frequencies = frequencies;
        (OffsetCosines, OffsetSines) = (new float[KvShape.BlockTokens * frequencies.Length], new float[KvShape.BlockTokens * frequencies.Length]);
        Fill(OffsetCosines, OffsetSines, 0, KvShape.BlockTokens, 1);
    }

    /// <summary>Pairs of a head.</summary>
    public int Pairs => frequencies.Length;

    internal float[] OffsetCosines { get; }

    internal float[] OffsetSines { get; }

    internal float[] BlockCosines => blockCosines;

    internal float[] BlockSines => blockSines;

    /// <summary>Makes the rows of so many blocks; grows by doubling.</summary>
    public void Reserve(int blocks)
    {
        var have = blockCosines.Length / Pairs;
        if (blocks <= have)
        {
            return;
        }

        var rows = Math.Max(blocks, Math.Max(64, 2 * have));
        Array.Resize(ref blockCosines, rows * Pairs);
        Array.Resize(ref blockSines, rows * Pairs);
        Fill(blockCosines, blockSines, have, rows, KvShape.BlockTokens);
    }

    private void Fill(float[] cosines, float[] sines, int from, int to, int step)
    {
        for (var row = from; row < to; row++)
        {
            for (var i = 0; i < Pairs; i++)
            {
                var (sin, cos) = Math.SinCos((double)row * step * frequencies[i]);
                cosines[(row * Pairs) + i] = (float)cos;
                sines[(row * Pairs) + i] = (float)sin;
            }
        }
    }
}
