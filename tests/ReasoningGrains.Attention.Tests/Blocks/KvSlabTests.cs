using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Tests.Blocks;

public sealed class KvSlabTests
{
    [Theory]
    [InlineData(KvElement.Int8, 16)]
    [InlineData(KvElement.Int4, 16)]
    [InlineData(KvElement.Int4, 20)]
    public void Heads_and_sketches_fill_a_slab_without_a_gap_and_without_meeting(KvElement element, int dim)
    {
        var shape = new KvShape(3, 4, 2, dim, element);
        var slab = new KvSlab(shape, KvShape.SlabBlocks);
        var pieces = new List<(long From, int Bytes)>();
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            for (var head = 0; head < shape.KvHeads; head++)
            {
                foreach (var block in slab.Blocks)
                {
                    pieces.Add((block.Address + shape.Offset(layer, head) - slab.Memory, shape.HeadBytes));
                    if (shape.SketchBytes > 0)
                    {
                        pieces.Add((block.Sketches + shape.SketchOffset(layer, head) - slab.Memory, shape.SketchBytes));
                    }
                }
            }
        }

        var end = 0L;
        foreach (var (from, bytes) in pieces.Order())
        {
            Assert.Equal(end, from);
            end += bytes;
        }

        Assert.Equal(KvShape.SlabBlocks * shape.BlockBytes, end);
        Assert.Equal(slab.Bytes, end);
        slab.Free();
    }
}
