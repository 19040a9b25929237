using System.Diagnostics;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Routing;

/// <summary>Room for the active blocks of one running sequence, those of a head side by side. What is attended a second time is copied.</summary>
internal sealed unsafe class ActiveCopy : IDisposable
{
    private readonly KvShape shape;
    private readonly int blocks;
    private readonly Entry[] entries;
    private readonly nint memory;

    /// <param name="shape">Of blocks that are not cold; those that are take no more room.</param>
    /// <param name="blocks">Most active blocks of a head.</param>
    /// <exception cref="OutOfMemoryException">The machine has not the memory.</exception>
    public ActiveCopy(KvShape shape, int blocks)
    {
        (this.shape, this.blocks) = (shape, blocks);
        entries = new Entry[shape.Layers * shape.KvHeads * blocks];
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

    /// <summary>Where the copy of an active block's head is, and whether it is cold there; null while there is none.</summary>
    /// <param name="layer">Whose head.</param>
    /// <param name="head">Which.</param>
    /// <param name="index">Among the head's active blocks.</param>
    public (nint Address, bool IsCold)? Find(int layer, int head, int index)
    {
        var at = Index(layer, head, index);
        return entries[at].Copied == Selection(layer, head) ? (Place(at), entries[at].IsCold) : null;
    }

    /// <summary>Where an active block's head is to be read that has no copy yet: where it lies, or in the copy that is made now. Different threads may ask for different entries.</summary>
    /// <param name="layer">Whose head.</param>
    /// <param name="head">Which.</param>
    /// <param name="index">Among the head's active blocks.</param>
    /// <param name="source">Address of the head in the block.</param>
    /// <param name="isCold">Whether the block is cold.</param>
    public (nint Address, bool IsCold) Attend(int layer, int head, int index, nint source, bool isCold)
    {
        var (at, selection) = (Index(layer, head, index), Selection(layer, head));
        ref var entry = ref entries[at];
        if (entry.Attended != selection)
        {
            entry.Attended = selection;
            return (source, isCold);
        }

        var bytes = (isCold ? shape.Cold : shape).HeadBytes;
        Buffer.MemoryCopy((void*)source, (void*)Place(at), bytes, bytes);
        (entry.Copied, entry.IsCold) = (selection, isCold);
        return (Place(at), isCold);
    }

    public void Dispose() => SlabMemory.Free(memory);

    private int Index(int layer, int head, int index) => (((layer * shape.KvHeads) + head) * blocks) + index;

    private nint Place(int at) => memory + (nint)((long)at * shape.HeadBytes);

    private int Selection(int layer, int head)
    {
        var selection = Owner!.Selection(layer, head);
        Debug.Assert(selection > 0, "Nothing is active before it is selected.");
        return selection;
    }

    private struct Entry
    {
        /// <summary>The last selection under which it was attended.</summary>
        public int Attended;

        /// <summary>The selection that the copy is of.</summary>
        public int Copied;

        /// <summary>How it was copied.</summary>
        public bool IsCold;
    }
}
