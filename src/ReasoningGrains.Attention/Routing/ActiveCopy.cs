using System.Diagnostics;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Routing;

/// <summary>Room for the active blocks of one running sequence, those of a head side by side. What is attended a second time is copied.</summary>
internal sealed class ActiveCopy : IDisposable
{
    private readonly KvShape shape;
    private readonly int blocks;
    private readonly int coldBytes;
    private readonly CopiedEntry[] entries;
    private readonly nint memory;

    /// <param name="shape">Of blocks that are not cold; those that are take no more room.</param>
    /// <param name="blocks">Most active blocks of a head.</param>
    /// <exception cref="OutOfMemoryException">The machine has not the memory.</exception>
    public ActiveCopy(KvShape shape, int blocks)
    {
        (this.shape, this.blocks, coldBytes) = (shape, blocks, shape.Cold.HeadBytes);
        entries = new CopiedEntry[shape.Layers * shape.KvHeads * blocks];
        memory = SlabMemory.Allocate(Bytes);
    }

    /// <summary>Whose active blocks they are.</summary>
    public SequenceRouting? Owner { get; private set; }

    /// <summary>The step that used it last.</summary>
    public long Step { get; set; }

    public long Bytes => BytesOf(shape, blocks);

    public static long BytesOf(KvShape shape, int blocks) => (long)shape.Layers * shape.KvHeads * blocks * shape.HeadBytes;

    /// <summary>Whether it is large enough.</summary>
    public bool Fits(SequenceRouting routing) => routing.ActiveBlocks <= blocks;

    public void GiveTo(SequenceRouting routing)
    {
        Owner = routing;
        Array.Clear(entries);
    }

    /// <summary>The copies of a layer's head, under its present selection.</summary>
    public CopiedHead Of(int layer, int head)
    {
        var selection = Owner!.Selection(layer, head);
        Debug.Assert(selection > 0, "Nothing is active before it is selected.");
        var first = ((layer * shape.KvHeads) + head) * blocks;
        return new CopiedHead(entries.AsSpan(first, Owner.ActiveBlocks), memory + (nint)((long)first * shape.HeadBytes), shape.HeadBytes, coldBytes, selection);
    }

    public void Dispose() => SlabMemory.Free(memory);
}
