using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>
/// Which blocks a token does not attend after all. An active set is for many tokens; of its blocks a single one gives most next to nothing, which its scores tell before any value is read
/// (of 51 blocks a head half are below 3 % of what the span and the sink weigh, and have 4.5 % of the weight together: SmolLM2-135M, turns of 100 tokens after 1,000 messages).
/// What is left out is taken from the sums too: the rest is the exact softmax over what stays.
/// </summary>
internal sealed unsafe partial class AttentionKernels<TLanes, TPairs, TQuads, THot, TCold>
{
    /// <summary>Rows of a tile that leave out the same blocks: as many as a product takes at once.</summary>
    private const int RowsTogether = 4;

    /// <summary>Leaves out the blocks of a span that no row attends; those that stay move together, and the rows' sums become theirs.</summary>
    /// <param name="span">The blocks.</param>
    /// <param name="first">[group, 32]: scores of the row's first block, where the span is without it.</param>
    /// <param name="sums">[group, blocks]: Σ e^(score - greatest) of each block.</param>
    /// <param name="weights">[group, 32 · blocks], moved.</param>
    /// <param name="kept">[blocks], out: address of the head in each block that stays.</param>
    /// <param name="partial">[group, 2 + headDim]: greatest score and sum; a row of which nothing stays is one of no blocks.</param>
    /// <returns>How many stay, how many of them are cold, tokens over all of them, and a bit for each block, 1 where it stays.</returns>
    private (int Blocks, int Cold, int Tokens, uint Attended) LeaveOut(in BlockSpan span, float* first, float* sums, float* weights, nint* kept, float* partial)
    {
        var least = stackalloc float[group];
        for (var row = 0; row < group; row++)
        {
            var result = partial + (row * (dim + 2));
            least[row] = span.Negligible * (result[1] + (span.First.Head != 0 ? WeightBeside(first + (row * Tokens), result[0]) : 0));
            result[1] = 0;
        }

        var (blocks, cold, tokens, attended) = (0, 0, 0, 0u);
        for (var block = 0; block < span.Blocks; block++)
        {
            var stays = false;
            for (var row = 0; row < group; row++)
            {
                stays |= sums[(row * span.Blocks) + block] >= least[row];
            }

            if (!stays)
            {
                continue;
            }

            attended |= 1u << block;
            kept[blocks] = span.Heads[block];
            for (var row = 0; row < group; row++)
            {
                partial[(row * (dim + 2)) + 1] += sums[(row * span.Blocks) + block];
                Move(weights + (((row * span.Blocks) + block) * Tokens), weights + (((row * span.Blocks) + blocks) * Tokens));
            }

            blocks++;
            cold += block < span.Cold ? 1 : 0;
            tokens += Math.Min(Tokens, span.Tokens - (block * Tokens));
        }

        for (var row = 0; row < group && blocks == 0; row++)
        {
            partial[row * (dim + 2)] = float.NegativeInfinity;
        }

        return (blocks, cold, tokens, attended);
    }

    /// <summary>Σ e^(score - greatest) of a block whose scores may be greater; infinite where they are so by far.</summary>
    private static float WeightBeside(float* scores, float greatest)
    {
        var most = MathF.Max(greatest, Greatest(scores, Tokens));
        return TLanes.HorizontalSum(SumOfExponentials(scores, TLanes.Broadcast(most))) * MathF.Exp(most - greatest);
    }

    /// <summary>Which of a panel's blocks some rows attend, a bit each. What is left out is taken from the rows' sums.</summary>
    /// <param name="ofBlocks">[rows, <paramref name="stride"/>]: Σ e^(score - greatest) of each block.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="blocks">Of the panel.</param>
    /// <param name="sums">[rows]: of all blocks up to the panel's last.</param>
    /// <param name="rows">How many.</param>
    /// <param name="negligible">Share of the sum below which a block is left out.</param>
    private static int LeaveOut(float* ofBlocks, int stride, int blocks, float* sums, int rows, float negligible)
    {
        var kept = 0;
        for (var block = 0; block < blocks; block++)
        {
            var stays = false;
            for (var row = 0; row < rows; row++)
            {
                stays |= ofBlocks[(row * stride) + block] >= negligible * sums[row];
            }

            kept |= stays ? 1 << block : 0;
        }

        for (var row = 0; row < rows; row++)
        {
            for (var block = 0; block < blocks; block++)
            {
                sums[row] -= (kept >> block & 1) == 0 ? ofBlocks[(row * stride) + block] : 0;
            }
        }

        return kept;
    }

    /// <summary>Replaces scores by e^(score - greatest), of those from <paramref name="count"/> on by 0.</summary>
    /// <param name="scores">[32 · blocks].</param>
    /// <param name="count">Scores that count.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="greatest">No score is greater.</param>
    /// <param name="sums">[blocks], out.</param>
    /// <returns>Their sum.</returns>
    private static float ExponentiateBlocks(float* scores, int count, int blocks, float greatest, float* sums)
    {
        for (var t = count; t < blocks * Tokens; t++)
        {
            scores[t] = float.NegativeInfinity;
        }

        var most = TLanes.Broadcast(greatest);
        var (block, sum) = (0, 0f);
        for (; block + 4 <= blocks; block += 4, scores += 4 * Tokens)
        {
            TLanes.StoreHorizontalSums(ExponentiateBlock(scores, most), ExponentiateBlock(scores + Tokens, most), ExponentiateBlock(scores + (2 * Tokens), most), ExponentiateBlock(scores + (3 * Tokens), most), sums + block);
            sum += sums[block] + sums[block + 1] + (sums[block + 2] + sums[block + 3]);
        }

        for (; block < blocks; block++, scores += Tokens)
        {
            sums[block] = TLanes.HorizontalSum(ExponentiateBlock(scores, most));
            sum += sums[block];
        }

        return sum;
    }

    /// <summary>Lanes whose sum is that of a block's weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExponentiateBlock(float* scores, TLanes greatest)
    {
        TLanes sum = default;
        for (var t = 0; t < Tokens; t += TLanes.Width)
        {
            var weight = TLanes.Exp(TLanes.Subtract(TLanes.Load(scores + t), greatest));
            TLanes.Store(weight, scores + t);
            sum = TLanes.Add(sum, weight);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(float* from, float* to)
    {
        for (var t = 0; from != to && t < Tokens; t += TLanes.Width)
        {
            TLanes.Store(TLanes.Load(from + t), to + t);
        }
    }
}
