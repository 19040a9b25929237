using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
{
    /// <summary>Blocks from the request for keys to their use: memory answers that late.</summary>
    private const int KeysAhead = 3;

    [SkipLocalsInit]
    public uint Decode(float* queries, in BlockSpan span, float* partial)
    {
        var stride = span.Blocks * Tokens;
        var scores = stackalloc float[group * stride];
        var rotated = stackalloc float[group * dim];
        var magnitudes = stackalloc float[group];
        var sums = stackalloc float[group * span.Blocks];
        var kept = stackalloc nint[span.Blocks];
        var workspace = stackalloc byte[WorkspaceBytes * group * Math.Max(dim, stride)];
        for (var block = 0; block < KeysAhead; block++)
        {
            FetchKeys(span, block);
        }

        for (var row = 0; row < group; row++)
        {
            magnitudes[row] = RotatedMagnitude(queries + (row * dim));
        }

        for (var block = 0; block < span.Blocks; block++)
        {
            var head = (byte*)span.Heads[block];
            // The values are read after all keys of the span: they come while the scores are computed, unless those may tell that they are not needed.
            var ahead = new Ahead(span.Negligible > 0 ? 0 : MatrixBytes(block < span.Cold), FetchKeysAhead(span, block));
            RotateByBlocks(queries, rotated, group, span.Distances[block]);
            Score(block < span.Cold, rotated, group, magnitudes, head, workspace, scores + (block * Tokens), stride, ahead);
        }

        for (var row = 0; row < group; row++)
        {
            var result = partial + (row * (dim + 2));
            result[0] = Greatest(scores + (row * stride), span.Tokens);
            result[1] = ExponentiateBlocks(scores + (row * stride), span.Tokens, span.Blocks, result[0], sums + (row * span.Blocks));
            result[0] += span.Bias;
            new Span<float>(result + 2, dim).Clear();
        }

        new Span<nint>(span.Heads, span.Blocks).CopyTo(new Span<nint>(kept, span.Blocks));
        var (blocks, cold, tokens, attended) = (span.Blocks, span.Cold, span.Tokens, uint.MaxValue);
        if (span.Negligible > 0)
        {
            var first = stackalloc float[group * Tokens];
            if (span.First.Head != 0)
            {
                RotateByBlocks(queries, rotated, group, span.First.Distance);
                Score(span.First.IsCold, rotated, group, magnitudes, (byte*)span.First.Head, workspace, first, Tokens, default);
            }

            (blocks, cold, tokens, attended) = LeaveOut(span, first, sums, scores, kept, partial);
            for (var block = 0; block < blocks; block++)
            {
                var matrix = MatrixBytes(block < cold);
                Prefetch.Range((byte*)kept[block] + matrix, matrix);
            }
        }

        if (cold > 0)
        {
            TCold.Sum<TLanes>(scores, stride, group, kept, cold, cold * Tokens, dim, workspace, partial + 2, dim + 2);
        }

        if (cold < blocks)
        {
            THot.Sum<TLanes>(scores + (cold * Tokens), stride, group, kept + cold, blocks - cold, tokens - (cold * Tokens), dim, workspace, partial + 2, dim + 2);
        }

        return attended;
    }

    /// <summary>Asks for what the keys and values of a coming block are scaled by, and for its keys at once where they have another shape.</summary>
    /// <returns>How far from this block's keys those lie that are still to be asked for; 0 for none.</returns>
    private nint FetchKeysAhead(in BlockSpan span, int block)
    {
        var next = block + KeysAhead;
        if (next >= span.Blocks)
        {
            return 0;
        }

        if (block < span.Cold != next < span.Cold)
        {
            FetchKeys(span, next);
            return 0;
        }

        FetchScales(span, next);
        return span.Heads[next] - span.Heads[block];
    }

    /// <summary>Asks for the keys of a block, and for what its keys and values are scaled by.</summary>
    private void FetchKeys(in BlockSpan span, int block)
    {
        if (block < span.Blocks)
        {
            Prefetch.Range((byte*)span.Heads[block], MatrixBytes(block < span.Cold));
            FetchScales(span, block);
        }
    }

    /// <summary>Asks for what keys and values of a block are scaled by.</summary>
    private void FetchScales(in BlockSpan span, int block)
    {
        var isCold = block < span.Cold;
        var matrices = 2 * MatrixBytes(isCold);
        Prefetch.Range((byte*)span.Heads[block] + matrices, (isCold ? coldHead : hotHead) - matrices);
    }

    private void Score(bool cold, float* queries, int rows, float* magnitudes, byte* head, byte* workspace, float* scores, int stride, Ahead ahead)
    {
        if (cold)
        {
            TCold.Score<TLanes>(queries, rows, magnitudes, head, dim, workspace, scores, stride, ahead);
        }
        else
        {
            THot.Score<TLanes>(queries, rows, magnitudes, head, dim, workspace, scores, stride, ahead);
        }
    }

    private int MatrixBytes(bool cold) => cold ? coldMatrix : hotMatrix;

    /// <summary>What no element of a query exceeds however it is rotated.</summary>
    private float RotatedMagnitude(float* query)
    {
        var half = query + rotary.Pairs;
        var squares = TLanes.Broadcast(0);
        var i = 0;
        for (; i + TLanes.Width <= rotary.Pairs; i += TLanes.Width)
        {
            TLanes x = TLanes.Load(query + i), y = TLanes.Load(half + i);
            squares = TLanes.Max(squares, TLanes.MultiplyAdd(x, x, TLanes.Multiply(y, y)));
        }

        var most = TLanes.HorizontalMax(squares);
        for (; i < rotary.Pairs; i++)
        {
            most = MathF.Max(most, (query[i] * query[i]) + (half[i] * half[i]));
        }

        return MathF.Sqrt(most);
    }

    private void RotateByBlocks(float* source, float* destination, int rows, int blocks)
    {
        fixed (float* cosines = &rotary.BlockCosines[blocks * rotary.Pairs], sines = &rotary.BlockSines[blocks * rotary.Pairs])
        {
            for (var row = 0; row < rows; row++)
            {
                Rotation<TLanes>.Rotate(source + (row * dim), destination + (row * dim), cosines, sines, rotary.Pairs);
            }
        }
    }

    private static float Greatest(float* scores, int count)
    {
        var most = TLanes.Broadcast(float.NegativeInfinity);
        var t = 0;
        for (; t + TLanes.Width <= count; t += TLanes.Width)
        {
            most = TLanes.Max(most, TLanes.Load(scores + t));
        }

        var greatest = TLanes.HorizontalMax(most);
        for (; t < count; t++)
        {
            greatest = MathF.Max(greatest, scores[t]);
        }

        return greatest;
    }
}
