namespace ReasoningGrains.Models.Gguf.Quantization;

/// <summary>The K types: blocks of 256 whose parts have small integer scales under one or two float scales.</summary>
internal static class SuperBlocks
{
    private const int Size = 256;

    /// <summary>16 parts of 16: 4-bit scale and offset each, 2-bit values.</summary>
    public static readonly Dequantizer Q2_K = new(Size, 84, (block, to) =>
    {
        var (scale, offset) = (Dequantizer.Half(block[80..]), Dequantizer.Half(block[82..]));
        for (var i = 0; i < Size; i++)
        {
            var part = block[i / 16];
            var value = (block[16 + (i / 128 * 32) + (i % 32)] >> (i % 128 / 32 * 2)) & 3;
            to[i] = (scale * (part & 15) * value) - (offset * (part >> 4));
        }
    });

    /// <summary>16 parts of 16: 6-bit signed scale each, 2-bit values and a mask of third bits.</summary>
    public static readonly Dequantizer Q3_K = new(Size, 110, (block, to) =>
    {
        var scale = Dequantizer.Half(block[108..]);
        for (var i = 0; i < Size; i++)
        {
            var part = i / 16;
            var low = (block[96 + (part % 8)] >> (part / 8 * 4)) & 15;
            var high = (block[104 + (part % 4)] >> (part / 4 * 2)) & 3;
            var factor = scale * ((low | (high << 4)) - 32);
            var value = (block[32 + (i / 128 * 32) + (i % 32)] >> (i % 128 / 32 * 2)) & 3;
            to[i] = factor * (value - ((block[i % 32] >> (i / 32) & 1) == 0 ? 4 : 0));
        }
    });

    /// <summary>8 parts of 32: 6-bit scale and offset each, 4-bit values.</summary>
    public static readonly Dequantizer Q4_K = new(Size, 144, (block, to) =>
    {
        for (var i = 0; i < Size; i++)
        {
            var value = (block[16 + (i / 64 * 32) + (i % 32)] >> (i / 32 % 2 * 4)) & 15;
            to[i] = Scaled(block, i / 32, value);
        }
    });

    /// <summary>As Q4_K, with fifth bits.</summary>
    public static readonly Dequantizer Q5_K = new(Size, 176, (block, to) =>
    {
        for (var i = 0; i < Size; i++)
        {
            var low = (block[48 + (i / 64 * 32) + (i % 32)] >> (i / 32 % 2 * 4)) & 15;
            to[i] = Scaled(block, i / 32, low | ((block[16 + (i % 32)] >> (i / 32) & 1) << 4));
        }
    });

    /// <summary>16 parts of 16: 8-bit signed scale each, 4-bit values and two high bits.</summary>
    public static readonly Dequantizer Q6_K = new(Size, 210, (block, to) =>
    {
        var scale = Dequantizer.Half(block[208..]);
        for (var i = 0; i < Size; i++)
        {
            var (half, within) = (i / 128, i % 128);
            var low = (block[(half * 64) + (within % 64)] >> (within / 64 * 4)) & 15;
            var high = (block[128 + (half * 32) + (i % 32)] >> (within / 32 * 2)) & 3;
            to[i] = scale * (sbyte)block[192 + (i / 16)] * ((low | (high << 4)) - 32);
        }
    });

    /// <summary>Of one of the eight parts of a Q4_K or Q5_K block: <c>w = scale · q + offset</c>.</summary>
    public static (float Scale, float Offset) ScaleAndOffset(ReadOnlySpan<byte> block, int part)
    {
        var packed = block.Slice(4, 12);
        var (scale, offset) = part < 4
            ? (packed[part] & 63, packed[part + 4] & 63)
            : ((packed[part + 4] & 15) | (packed[part - 4] >> 6 << 4), (packed[part + 4] >> 4) | (packed[part] >> 6 << 4));
        return (Dequantizer.Half(block) * scale, -(Dequantizer.Half(block[2..]) * offset));
    }

    private static float Scaled(ReadOnlySpan<byte> block, int part, int value)
    {
        var (scale, offset) = ScaleAndOffset(block, part);
        return (scale * value) + offset;
    }
}
