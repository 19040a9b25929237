using System.Buffers.Binary;

namespace ReasoningGrains.Models.Gguf.Quantization;

/// <summary>Types that hold floats: every element is a block of its own.</summary>
internal static class FloatBlocks
{
    public static readonly Dequantizer F32 = new(1, 4, (block, to) => to[0] = BinaryPrimitives.ReadSingleLittleEndian(block));

    public static readonly Dequantizer F16 = new(1, 2, (block, to) => to[0] = Dequantizer.Half(block));

    public static readonly Dequantizer BF16 = new(1, 2, (block, to) => to[0] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(block) << 16));
}
