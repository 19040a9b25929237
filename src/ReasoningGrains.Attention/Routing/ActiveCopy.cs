using System.Runtime.InteropServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Routing;

/// <summary>Room for the active blocks of one running sequence, those of a head side by side. What is copied is what is attended a second time: a set that is chosen anew at each token never is.</summary>
internal sealed unsafe class ActiveCopy : IDisposable
{
    private readonly KvShape shape;
    private readonly int blocks;
    private readonly nint memory;

    // [heads, blocks]: twice the number of the selection under which an entry was attended, and one more once it is copied.
    private readonly int[] states;
    private readonly bool[] cold;

    /// <param name="shape">Of blocks that are not cold; those that are take no more room.</param>
    /// <param name="blocks">Most active blocks of a head.</param>
    public ActiveCopy(KvShape shape, int blocks)
    {
        (this.shape, this.blocks) = (shape, blocks);
        memory = SlabMemory.Allocate(BytesOf(shape, blocks));
        states = new int[shape.Layers * shape.KvHeads * blocks];
        cold = new bool[states.Length];
    }

    /// <summary>Whose active blocks they are.</summary>
    public SequenceRouting? Owner { get; private set; }

    /// <summary>The step that used it last.</summary>
    public long Step { get; set; }

    public static long BytesOf(KvShape shape, int blocks) => (long)shape.Layers * shape.KvHeads * blocks * shape.HeadBytes;

    /// <summary>Whether it is large enough.</summary>
    public bool Fits(SequenceRouting routing) => routing.ActiveBlocks <= blocks;

    public void GiveTo(SequenceRouting routing)
    {
        Owner = routing;
        Array.Clear(states);
    }

    /// <summary>Where an active block's head is to be read. Entries may be asked for from several threads, each from one.</summary>
    /// <param name="layer">Whose head.</param>
    /// <param name="head">Which.</param>
    /// <param name="entry">Index among the head's active blocks.</param>
    /// <param name="source">Address of the head in the block.</param>
    /// <param name="isCold">Whether the block is cold; replaced by what the copy is.</param>
    public nint Read(int layer, int head, int entry, nint source, ref bool isCold)
    {
        var index = (((layer * shape.KvHeads) + head) * blocks) + entry;
        var attended = 2 * Owner!.Selection(layer, head);
        var place = memory + (nint)((long)index * shape.HeadBytes);
        if (states[index] == attended + 1)
        {
            isCold = cold[index];
            return place;
        }

        if (states[index] != attended)
        {
            states[index] = attended;
            return source;
        }

        var bytes = (isCold ? shape.Cold : shape).HeadBytes;
        Buffer.MemoryCopy((void*)source, (void*)place, bytes, bytes);
        cold[index] = isCold;
        states[index]++;
        return place;
    }

    public void Dispose() => SlabMemory.Free(memory);
}
