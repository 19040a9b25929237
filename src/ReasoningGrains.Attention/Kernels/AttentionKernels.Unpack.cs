namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold, TQuads>
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

    /// <summary>Float32 keys [headDim, 32], rows <paramref name="pitch"/> floats apart, rotated to a block position.</summary>
    private void UnpackKeys(bool cold, byte* head, int block, float* keys, int pitch)
    {
        if (cold)
        {
            UnpackKeys<TCold>(head, block, keys, pitch);
        }
        else
        {
            UnpackKeys<THot>(head, block, keys, pitch);
        }
    }

    /// <summary>Float32 values [32, headDim].</summary>
    private void UnpackValues(bool cold, byte* head, float* values)
    {
        if (cold)
        {
            UnpackValues<TCold>(head, values);
        }
        else
        {
            UnpackValues<THot>(head, values);
        }
    }

    private void UnpackKeys<TElement>(byte* head, int block, float* keys, int pitch)
        where TElement : struct, IElement
    {
        var pairs = rotary.Pairs;
        for (var i = 0; i < pairs; i++)
        {
            var cos = TLanes.Broadcast(rotary.BlockCosines[(block * pairs) + i]);
            var sin = TLanes.Broadcast(rotary.BlockSines[(block * pairs) + i]);
            for (var t = 0; t < Tokens; t += TLanes.Width)
            {
                TLanes x = TElement.LoadKeys<TLanes>(head, dim, i, t), y = TElement.LoadKeys<TLanes>(head, dim, i + pairs, t);
                TLanes.Store(TLanes.Subtract(TLanes.Multiply(x, cos), TLanes.Multiply(y, sin)), keys + (i * pitch) + t);
                TLanes.Store(TLanes.Add(TLanes.Multiply(y, cos), TLanes.Multiply(x, sin)), keys + ((i + pairs) * pitch) + t);
            }
        }
    }

    private void UnpackValues<TElement>(byte* head, float* values)
        where TElement : struct, IElement
    {
        for (var t = 0; t < Tokens; t++)
        {
            for (var d = 0; d < dim; d += TLanes.Width)
            {
                TLanes.Store(TElement.LoadValue<TLanes>(head, dim, t, d), values + (t * dim) + d);
            }
        }
    }
}
