using System.Buffers.Binary;

namespace ReasoningGrains.Models.Gguf.Quantization;

/// <summary>Types with blocks of 32: a scale, for the _1 types an offset, and integers. The low nibbles are elements 0 to 15, the high ones 16 to 31.</summary>
internal static class SmallBlocks
{
    private const int Size = 32;

    public static readonly Dequantizer Q4_0 = new(Size, 18, (block, to) => Nibbles(block, 2, to, -8, Dequantizer.Half(block), 0));

    public static readonly Dequantizer Q4_1 = new(Size, 20, (block, to) => Nibbles(block, 4, to, 0, Dequantizer.Half(block), Dequantizer.Half(block[2..])));

    public static readonly Dequantizer Q5_0 = new(Size, 22, (block, to) => Fives(block, 2, to, -16, Dequantizer.Half(block), 0));

    public static readonly Dequantizer Q5_1 = new(Size, 24, (block, to) => Fives(block, 4, to, 0, Dequantizer.Half(block), Dequantizer.Half(block[2..])));

    public static readonly Dequantizer Q8_0 = new(Size, 34, (block, to) =>
    {
        var scale = Dequantizer.Half(block);
        for (var i = 0; i < Size; i++)
        {
            to[i] = (sbyte)block[2 + i] * scale;
        }
    });

    private static void Nibbles(ReadOnlySpan<byte> block, int at, Span<float> to, int zero, float scale, float offset)
    {
        for (var i = 0; i < Size / 2; i++)
        {
            to[i] = (((block[at + i] & 15) + zero) * scale) + offset;
            to[i + 16] = (((block[at + i] >> 4) + zero) * scale) + offset;
        }
    }

    /// <summary>Nibbles whose fifth bits stand together before them.</summary>
    private static void Fives(ReadOnlySpan<byte> block, int at, Span<float> to, int zero, float scale, float offset)
    {
        var high = BinaryPrimitives.ReadUInt32LittleEndian(block[at..]);
        for (var i = 0; i < Size / 2; i++)
        {
            var low = block[at + 4 + i];
            to[i] = (((low & 15) | (int)((high >> i) << 4 & 16)) + zero) * scale + offset;
            to[i + 16] = (((low >> 4) | (int)((high >> (i + 16)) << 4 & 16)) + zero) * scale + offset;
        }
    }
}
