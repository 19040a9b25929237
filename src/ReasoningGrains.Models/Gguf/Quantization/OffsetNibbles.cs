namespace ReasoningGrains.Models.Gguf.Quantization;

/// <summary>The integers of the types with <c>w = d·q + m</c>, q of 4 bits: as <c>w = d·(q - 8) + (m + 8d)</c>, signed integers with a scale and an offset a block of 32.</summary>
internal static class OffsetNibbles
{
    private const int Block = 32;
    private const int Middle = 8;

    /// <param name="type">Q4_1 or Q4_K.</param>
    /// <param name="row">A row's bytes.</param>
    /// <param name="values">Its integers, -8 to 7.</param>
    /// <param name="scales">One a block.</param>
    /// <param name="offsets">One a block.</param>
    public static void Read(GgufType type, ReadOnlySpan<byte> row, Span<sbyte> values, Span<float> scales, Span<float> offsets)
    {
        for (var block = 0; block < scales.Length; block++)
        {
            var (scale, offset) = type == GgufType.Q4_1 ? Q4_1(row, block, values.Slice(block * Block, Block)) : Q4_K(row, block, values.Slice(block * Block, Block));
            scales[block] = scale;
            offsets[block] = offset + (Middle * scale);
        }
    }

    private static (float Scale, float Offset) Q4_1(ReadOnlySpan<byte> row, int block, Span<sbyte> values)
    {
        var bytes = row.Slice(block * 20, 20);
        for (var i = 0; i < Block; i++)
        {
            values[i] = (sbyte)(((bytes[4 + (i % 16)] >> (i / 16 * 4)) & 15) - Middle);
        }

        return (Dequantizer.Half(bytes), Dequantizer.Half(bytes[2..]));
    }

    private static (float Scale, float Offset) Q4_K(ReadOnlySpan<byte> row, int block, Span<sbyte> values)
    {
        var bytes = row.Slice(block / 8 * 144, 144);
        var part = block % 8;
        for (var i = 0; i < Block; i++)
        {
            values[i] = (sbyte)(((bytes[16 + (part / 2 * Block) + i] >> (part % 2 * 4)) & 15) - Middle);
        }

        return SuperBlocks.ScaleAndOffset(bytes, part);
    }
}
