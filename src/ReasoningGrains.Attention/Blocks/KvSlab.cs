namespace ReasoningGrains.Attention.Blocks;

/// <summary>Blocks of one shape that lie in one piece of memory.</summary>
internal sealed class KvSlab
{
    /// <param name="shape">Of its blocks.</param>
    /// <param name="count">How many; at most <see cref="KvShape.SlabBlocks"/>.</param>
    public KvSlab(KvShape shape, int count)
    {
        Memory = SlabMemory.Allocate(KvShape.SlabBlocks * shape.BlockBytes);
        IsCold = shape.Element == KvElement.Int4;
        var sketches = Memory + (nint)shape.Offset(shape.Layers, 0);
        Blocks = [.. Enumerable.Range(0, count).Select(i => new KvBlock(this, Memory + ((nint)i * shape.HeadBytes), IsCold ? sketches + ((nint)i * shape.SketchBytes) : 0))];
        Bytes = count * shape.BlockBytes;
    }

    public nint Memory { get; }

    public bool IsCold { get; }

    public KvBlock[] Blocks { get; }

    /// <summary>Of all its blocks.</summary>
    public long Bytes { get; }

    /// <summary>Blocks that somebody holds.</summary>
    public int Held { get; set; }

    public void Free() => SlabMemory.Free(Memory);
}
