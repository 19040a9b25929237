using System.Buffers.Binary;

namespace ReasoningGrains.Models.Gguf.Quantization;

/// <summary>Types whose 4-bit values index a table of 16 levels that lie denser around zero.</summary>
internal static class NonlinearBlocks
{
    private static readonly sbyte[] Levels = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    /// <summary>32 values under one scale.</summary>
    public static readonly Dequantizer IQ4_NL = new(32, 18, (block, to) => Part(block[2..], Dequantizer.Half(block), to));

    /// <summary>8 parts of 32 with a 6-bit signed scale each.</summary>
    public static readonly Dequantizer IQ4_XS = new(256, 136, (block, to) =>
    {
        var scale = Dequantizer.Half(block);
        var high = BinaryPrimitives.ReadUInt16LittleEndian(block[2..]);
        for (var part = 0; part < 8; part++)
        {
            var low = (block[4 + (part / 2)] >> (part % 2 * 4)) & 15;
            Part(block[(8 + (16 * part))..], scale * ((low | ((high >> (2 * part) & 3) << 4)) - 32), to.Slice(32 * part, 32));
        }
    });

    private static void Part(ReadOnlySpan<byte> nibbles, float scale, Span<float> to)
    {
        for (var i = 0; i < 16; i++)
        {
            to[i] = scale * Levels[nibbles[i] & 15];
            to[i + 16] = scale * Levels[nibbles[i] >> 4];
        }
    }
}
