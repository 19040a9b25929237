using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold, TQuads>
{
    /// <summary>Blocks whose keys, or values, are unpacked at a time: together no more than the first cache holds.</summary>
    private int PanelBlocks => Math.Clamp(8192 / (dim * Tokens), 1, 4);

    [SkipLocalsInit]
    public void Prefill(float* queries, int tokens, int position, in BlockList blocks, float* output)
    {
        var rows = tokens * group;
        var most = PanelBlocks;
        var scores = stackalloc float[rows * most * Tokens];
        var greatest = stackalloc float[rows];
        var sums = stackalloc float[rows];
        var keys = stackalloc float[dim * most * Tokens];
        var values = stackalloc float[dim * most * Tokens];
        var valueAddress = (nint)values;
        new Span<float>(greatest, rows).Fill(float.NegativeInfinity);
        new Span<float>(sums, rows).Clear();
        new Span<float>(output, rows * dim).Clear();

        var last = position + tokens - 1;
        FetchAhead(blocks, 0, most, values: true);
        for (var from = 0; from < blocks.Count && blocks.Numbers[from] * Tokens <= last; from += most)
        {
            FetchAhead(blocks, from + most, most, values: true);
            // Numbers ascend, so what a token sees of a panel are its first tokens.
            var count = 1;
            while (count < most && from + count < blocks.Count && blocks.Numbers[from + count] * Tokens <= last)
            {
                count++;
            }

            var width = count * Tokens;
            for (var i = 0; i < count; i++)
            {
                UnpackKeys(blocks.Cold[from + i], (byte*)blocks.Heads[from + i], blocks.Bases[from + i], keys + (i * Tokens), width);
                UnpackValues(blocks.Cold[from + i], (byte*)blocks.Heads[from + i], values + (i * Tokens * dim));
            }

            var first = Math.Max(0, (blocks.Numbers[from] * Tokens) - position) * group;
            ScoreUnpacked(queries + (first * dim), keys, scores + (first * width), rows - first, width);
            for (var row = first; row < rows; row++)
            {
                var place = scores + (row * width);
                for (var i = Math.Max(from, blocks.LocalFrom); blocks.LocalBias != 0 && i < from + count; i++)
                {
                    Add(place + ((i - from) * Tokens), blocks.LocalBias);
                }

                Accept(place, Visible(blocks, from, count, position + (row / group)), width, ref greatest[row], ref sums[row], output + (row * dim));
            }

            var seen = ((count - 1) * Tokens) + Math.Min(Tokens, last - (blocks.Numbers[from + count - 1] * Tokens) + 1);
            Products<FloatTerms<TLanes>>.Multiply((byte*)(scores + (first * width)), width, &valueAddress, seen, seen, dim, output + (first * dim), dim, rows - first);
        }

        for (var row = 0; row < rows; row++)
        {
            Multiply(output + (row * dim), 1 / sums[row]);
        }
    }

    /// <summary>Tokens of a panel that are not after a position.</summary>
    private static int Visible(in BlockList blocks, int from, int count, int position)
    {
        var visible = 0;
        for (var i = from; i < from + count; i++)
        {
            visible += Math.Clamp(position - (blocks.Numbers[i] * Tokens) + 1, 0, Tokens);
        }

        return visible;
    }

    /// <summary>Turns a row's scores into weights against the greatest score so far (online softmax, arXiv 1805.02867); what follows the visible ones weighs nothing.</summary>
    private void Accept(float* scores, int visible, int width, ref float greatest, ref float sum, float* output)
    {
        var most = MathF.Max(greatest, Greatest(scores, visible));
        if (most > greatest)
        {
            var shrink = MathF.Exp(greatest - most);
            sum *= shrink;
            Multiply(output, shrink);
            greatest = most;
        }

        sum += Exponentiate(scores, visible, width, most);
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

    /// <summary>Scores [rows, width] of queries [rows, headDim] and unpacked keys [headDim, width].</summary>
    private void ScoreUnpacked(float* queries, float* keys, float* scores, int rows, int width)
    {
        var address = (nint)keys;
        new Span<float>(scores, rows * width).Clear();
        Products<FloatTerms<TLanes>>.Multiply((byte*)queries, dim, &address, dim, dim, width, scores, width, rows);
    }
}
