namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
{
    /// <summary>Asks for the keys of blocks that are unpacked next, and for their values where those are wanted.</summary>
    private void FetchAhead(in BlockList blocks, int from, int count, bool values)
    {
        for (var i = from; i < Math.Min(blocks.Count, from + count); i++)
        {
            var head = (byte*)blocks.Heads[i];
            var matrix = MatrixBytes(blocks.Cold[i]);
            Prefetch.Range(head, values ? 2 * matrix : matrix);
            Prefetch.Range(head + (2 * matrix), (blocks.Cold[i] ? coldHead : hotHead) - (2 * matrix));
        }
    }
}
