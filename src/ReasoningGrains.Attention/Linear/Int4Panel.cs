using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ReasoningGrains.Attention.Linear;

/// <summary>
/// The weights of 16 outputs of a linear map as <see cref="Int4Linear"/> reads them, <c>w = scale · (level - 8) + offset</c> with a scale and an offset to a block of 32 inputs:
/// an output's scale of offsets [16] float32, offsets [blocks, 16] int16 as multiples of it, padded to whole lines, then for each block levels [4, 16, 4] bytes and scales [16] float32.
/// A byte has the level of input 8·line + i in its lower half and that of input 8·line + 4 + i in its upper one.
/// </summary>
/// <remarks>Offsets have 16 bits, for what a token costs is what it reads; that rounds by at most 1/65,534 of an output's largest one.</remarks>
public static class Int4Panel
{
    /// <summary>Outputs of a panel.</summary>
    public const int Outputs = 16;

    /// <summary>Inputs that share a scale and an offset.</summary>
    public const int BlockSize = 32;

    /// <summary>What is subtracted of each level.</summary>
    public const int Middle = 8;

    internal const int LineBytes = 64;
    internal const int Lines = 4;
    internal const int BlockBytes = (Lines + 1) * LineBytes;

    /// <summary>Bytes of a panel.</summary>
    /// <param name="blocks">Of inputs.</param>
    public static int Bytes(int blocks) => LevelsAt(blocks) + (blocks * BlockBytes);

    /// <summary>Where the first block's levels begin.</summary>
    internal static int LevelsAt(int blocks) => LineBytes + (((blocks * Outputs * sizeof(short)) + LineBytes - 1) / LineBytes * LineBytes);

    /// <summary>Writes one output.</summary>
    /// <param name="panel">[<see cref="Bytes"/>]; what no output is written to must be 0.</param>
    /// <param name="output">From 0 to 15.</param>
    /// <param name="integers">[blocks, 32], from -8 to 7: levels less 8.</param>
    /// <param name="scales">[blocks].</param>
    /// <param name="offsets">[blocks].</param>
    public static void Set(Span<byte> panel, int output, ReadOnlySpan<sbyte> integers, ReadOnlySpan<float> scales, ReadOnlySpan<float> offsets)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)Outputs);
        ArgumentOutOfRangeException.ThrowIfNotEqual(panel.Length, Bytes(scales.Length));
        ArgumentOutOfRangeException.ThrowIfNotEqual(integers.Length, scales.Length * BlockSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(offsets.Length, scales.Length);
        MemoryMarshal.Cast<byte, float>(panel)[output] = Round(offsets, MemoryMarshal.Cast<byte, short>(panel[LineBytes..])[output..]);
        for (var block = 0; block < scales.Length; block++)
        {
            var own = integers.Slice(block * BlockSize, BlockSize);
            var at = panel.Slice(LevelsAt(scales.Length) + (block * BlockBytes), BlockBytes);
            for (var i = 0; i < BlockSize / 2; i++)
            {
                var (line, input) = (i / 4, (i / 4 * 8) + (i % 4));
                at[(line * LineBytes) + (output * 4) + (i % 4)] = (byte)((own[input] + Middle) | ((own[input + 4] + Middle) << 4));
            }

            MemoryMarshal.Cast<byte, float>(at[(Lines * LineBytes)..])[output] = scales[block];
        }
    }

    /// <summary>Rounds an output's offsets to the column that begins here; returns their scale.</summary>
    private static float Round(ReadOnlySpan<float> offsets, Span<short> column)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(offsets)) / short.MaxValue;
        for (var block = 0; block < offsets.Length && scale > 0; block++)
        {
            column[block * Outputs] = (short)MathF.Round(offsets[block] / scale);
        }

        return scale;
    }
}
