using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold>
{
    [SkipLocalsInit]
    public void Prefill(float* queries, int tokens, int position, in BlockList blocks, float* output)
    {
        var rows = tokens * group;
        var scores = stackalloc float[rows * Tokens];
        var greatest = stackalloc float[rows];
        var sums = stackalloc float[rows];
        var keys = stackalloc float[dim * Tokens];
        var values = stackalloc float[dim * Tokens];
        var valueAddress = (nint)values;
        new Span<float>(greatest, rows).Fill(float.NegativeInfinity);
        new Span<float>(sums, rows).Clear();
        new Span<float>(output, rows * dim).Clear();

        var last = position + tokens - 1;
        for (var i = 0; i < blocks.Count; i++)
        {
            var (head, start) = ((nint)blocks.Heads[i], blocks.Numbers[i] * Tokens);
            if (start > last)
            {
                break;
            }

            UnpackKeys(blocks.Cold[i], (byte*)head, blocks.Bases[i], keys);
            UnpackValues(blocks.Cold[i], (byte*)head, values);
            // Tokens before this block's first do not see it.
            var first = Math.Max(0, start - position) * group;
            ScoreUnpacked(queries + (first * dim), keys, scores + (first * Tokens), rows - first);
            for (var row = first; row < rows; row++)
            {
                var visible = Math.Min(Tokens, position + (row / group) - start + 1);
                if (blocks.LocalBias != 0 && i >= blocks.LocalFrom)
                {
                    Add(scores + (row * Tokens), blocks.LocalBias);
                }

                Accept(scores + (row * Tokens), visible, ref greatest[row], ref sums[row], output + (row * dim));
            }

            var seen = Math.Min(Tokens, last - start + 1);
            Products<FloatTerms<TLanes>>.Multiply((byte*)(scores + (first * Tokens)), Tokens, &valueAddress, Tokens, seen, dim, output + (first * dim), dim, rows - first);
        }

        for (var row = 0; row < rows; row++)
        {
            Multiply(output + (row * dim), 1 / sums[row]);
        }
    }

    /// <summary>Turns a row's scores into weights against the greatest score so far (online softmax, arXiv 1805.02867).</summary>
    private void Accept(float* scores, int visible, ref float greatest, ref float sum, float* output)
    {
        var most = MathF.Max(greatest, Greatest(scores, visible));
        if (most > greatest)
        {
            var shrink = MathF.Exp(greatest - most);
            sum *= shrink;
            Multiply(output, shrink);
            greatest = most;
        }

        sum += Exponentiate(scores, visible, most);
    }

    private void Multiply(float* row, float factor)
    {
        var by = TLanes.Broadcast(factor);
        for (var d = 0; d < dim; d += TLanes.Width)
        {
            TLanes.Store(TLanes.Multiply(TLanes.Load(row + d), by), row + d);
        }
    }

    private static void Add(float* scores, float bias)
    {
        for (var t = 0; t < Tokens; t++)
        {
            scores[t] += bias;
        }
    }

    /// <summary>Scores [rows, 32] of queries [rows, headDim] and unpacked keys.</summary>
    private void ScoreUnpacked(float* queries, float* keys, float* scores, int rows)
    {
        var address = (nint)keys;
        new Span<float>(scores, rows * Tokens).Clear();
        Products<FloatTerms<TLanes>>.Multiply((byte*)queries, dim, &address, dim, dim, Tokens, scores, Tokens, rows);
    }
}
