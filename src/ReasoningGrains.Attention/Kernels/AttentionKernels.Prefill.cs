using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
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
        var ofBlocks = stackalloc float[rows * most];
        var keys = stackalloc float[dim * most * Tokens];
        var scales = stackalloc float[most * Tokens];
        var integers = stackalloc short[rows * dim];
        var steps = stackalloc float[rows];
        var workspace = stackalloc byte[WorkspaceBytes * rows * Math.Max(dim, most * Tokens)];
        RoundQueries(queries, rows, integers, steps);
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
                UnpackKeys(blocks.Cold[from + i], (byte*)blocks.Heads[from + i], blocks.Bases[from + i], keys + (i * Tokens), width, scales + (i * Tokens));
            }

            var first = Math.Max(0, (blocks.Numbers[from] * Tokens) - position) * group;
            ScoreUnpacked(queries + (first * dim), integers + (first * dim), steps + first, rows - first, keys, scales, width, scores + (first * width));
            for (var row = first; row < rows; row++)
            {
                var place = scores + (row * width);
                for (var i = Math.Max(from, blocks.LocalFrom); blocks.LocalBias != 0 && i < from + count; i++)
                {
                    Add(place + ((i - from) * Tokens), blocks.LocalBias);
                }

                Accept(place, Visible(blocks, from, count, position + (row / group)), count, ref greatest[row], ref sums[row], ofBlocks + (row * most), output + (row * dim));
            }

            var seen = ((count - 1) * Tokens) + Math.Min(Tokens, last - (blocks.Numbers[from + count - 1] * Tokens) + 1);
            var together = blocks.Negligible > 0 ? RowsTogether : rows;
            for (var row = first; row < rows; row += together)
            {
                var alike = Math.Min(together, rows - row);
                var kept = blocks.Negligible > 0 ? LeaveOut(ofBlocks + (row * most), most, count, sums + row, alike, blocks.Negligible) : (1 << count) - 1;
                SumValues(blocks, from, count, kept, seen, scores + (row * width), alike, workspace, output + (row * dim));
            }
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

    /// <summary>Turns a row's scores of a panel into weights against the greatest score so far (online softmax, arXiv 1805.02867); what follows the visible ones weighs nothing.</summary>
    private void Accept(float* scores, int visible, int blocks, ref float greatest, ref float sum, float* ofBlocks, float* output)
    {
        var most = MathF.Max(greatest, Greatest(scores, visible));
        if (most > greatest)
        {
            var shrink = MathF.Exp(greatest - most);
            sum *= shrink;
            Multiply(output, shrink);
            greatest = most;
        }

        sum += ExponentiateBlocks(scores, visible, blocks, most, ofBlocks);
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

    /// <summary>Adds the values of a panel's blocks by the rows' weights, blocks that follow each other and are kept alike at a time.</summary>
    /// <param name="blocks">All of them.</param>
    /// <param name="from">The panel's first.</param>
    /// <param name="count">Its blocks.</param>
    /// <param name="kept">Those that are attended, a bit each.</param>
    /// <param name="seen">Tokens of them that any row sees.</param>
    /// <param name="weights">[rows, 32 · count], overwritten.</param>
    /// <param name="rows">How many.</param>
    /// <param name="workspace">As an element wants it.</param>
    /// <param name="output">[rows, headDim].</param>
    private void SumValues(in BlockList blocks, int from, int count, int kept, int seen, float* weights, int rows, byte* workspace, float* output)
    {
        for (var (first, end) = (0, 0); first < count; first = end)
        {
            end = first + 1;
            if ((kept >> first & 1) == 0)
            {
                continue;
            }

            var cold = blocks.Cold[from + first];
            while (end < count && (kept >> end & 1) != 0 && blocks.Cold[from + end] == cold)
            {
                end++;
            }

            var tokens = Math.Min(seen, end * Tokens) - (first * Tokens);
            if (cold)
            {
                TCold.Sum<TLanes>(weights + (first * Tokens), count * Tokens, rows, blocks.Heads + from + first, end - first, tokens, dim, workspace, output, dim);
            }
            else
            {
                THot.Sum<TLanes>(weights + (first * Tokens), count * Tokens, rows, blocks.Heads + from + first, end - first, tokens, dim, workspace, output, dim);
            }
        }
    }
}
