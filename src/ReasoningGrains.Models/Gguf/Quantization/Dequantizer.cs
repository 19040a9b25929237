namespace ReasoningGrains.Models.Gguf.Quantization;

/// <summary>Turns the blocks of one element type into floats, with the operations and their order of ggml's reference (ggml-quants.c).</summary>
/// <param name="BlockSize">Elements of a block.</param>
/// <param name="BlockBytes">Bytes of a block.</param>
/// <param name="Block">Writes one block.</param>
internal sealed record Dequantizer(int BlockSize, int BlockBytes, Dequantizer.BlockReader Block)
{
    public delegate void BlockReader(ReadOnlySpan<byte> block, Span<float> destination);

    public static Dequantizer Of(GgufType type) => type switch
    {
        GgufType.F32 => FloatBlocks.F32,
        GgufType.F16 => FloatBlocks.F16,
        GgufType.BF16 => FloatBlocks.BF16,
        GgufType.Q4_0 => SmallBlocks.Q4_0,
        GgufType.Q4_1 => SmallBlocks.Q4_1,
        GgufType.Q5_0 => SmallBlocks.Q5_0,
        GgufType.Q5_1 => SmallBlocks.Q5_1,
        GgufType.Q8_0 => SmallBlocks.Q8_0,
        GgufType.Q2_K => SuperBlocks.Q2_K,
        GgufType.Q3_K => SuperBlocks.Q3_K,
        GgufType.Q4_K => SuperBlocks.Q4_K,
        GgufType.Q5_K => SuperBlocks.Q5_K,
        GgufType.Q6_K => SuperBlocks.Q6_K,
        GgufType.IQ4_NL => NonlinearBlocks.IQ4_NL,
        GgufType.IQ4_XS => NonlinearBlocks.IQ4_XS,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    /// <summary>Writes a whole row.</summary>
    public void Row(ReadOnlySpan<byte> row, Span<float> destination)
    {
        for (int b = 0, d = 0; d < destination.Length; b += BlockBytes, d += BlockSize)
        {
            Block(row.Slice(b, BlockBytes), destination.Slice(d, BlockSize));
        }
    }

    public static float Half(ReadOnlySpan<byte> bytes) => (float)System.Buffers.Binary.BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
