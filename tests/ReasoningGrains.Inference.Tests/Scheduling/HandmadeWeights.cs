using System.Buffers.Binary;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Inference.Tests.Scheduling;

internal static class HandmadeWeights
{
    /// <summary>W in which the first blocks weigh so much, for each head the same.</summary>
    public static BlockWeights Of(int tokens, int[] blocks, int heads = 1)
    {
        const int Header = 12, EntryBytes = 4;
        var bytes = new byte[Header + (heads * blocks.Length * EntryBytes)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, tokens);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), heads);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), blocks.Length);
        for (var entry = 0; entry < heads * blocks.Length; entry++)
        {
            var (at, block) = (Header + (entry * EntryBytes), entry % blocks.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)block);
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(at + 2), (Half)blocks[block]);
        }

        return BlockWeights.Parse(bytes);
    }
}
