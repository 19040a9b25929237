using System.Numerics;
using System.Numerics.Tensors;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Routing;

/// <summary>
/// W of a running sequence and what follows from it: for each layer and key/value head the blocks that its next tokens attend. Those are the active blocks, chosen from
/// the blocks before <see cref="Frontier"/>, and all blocks from there on.
/// </summary>
public sealed class SequenceRouting
{
    private readonly KvShape shape;
    private readonly float[][] weights;
    private readonly int[][] active;
    private readonly int[] firstEntries;
    private readonly byte[][] idle;
    private readonly int[] selections;
    private readonly float[]?[] recent;
    private float[][]? before;
    private bool ofSegment;
    private int recentFrom;
    private int recentTo;

    /// <param name="options">Of the turn.</param>
    /// <param name="shape">Of the sequence's blocks.</param>
    public SequenceRouting(RoutingOptions options, KvShape shape)
    {
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        (Options, this.shape) = (options, shape);
        var heads = shape.Layers * shape.KvHeads;
        weights = [.. Enumerable.Range(0, heads).Select(_ => Array.Empty<float>())];
        active = [.. Enumerable.Range(0, heads).Select(_ => options.IsExact ? [] : new int[options.BudgetBlocks])];
        firstEntries = new int[heads];
        idle = [.. active.Select(blocks => new byte[blocks.Length])];
        selections = new int[heads];
        recent = new float[shape.Layers][];
    }

    public RoutingOptions Options { get; }

    /// <summary>Blocks from here on are attended whatever their weight.</summary>
    public int Frontier { get; private set; }

    /// <summary>Blocks before the frontier that a head attends at most; 0 when all are attended.</summary>
    public int ActiveBlocks { get; private set; }

    /// <summary>W has changed since the active blocks were chosen.</summary>
    internal bool IsStale { get; set; }

    /// <summary>Makes W what a former turn left.</summary>
    public void Restore(BlockWeights former)
    {
        if (former.Heads != weights.Length)
        {
            throw new ArgumentException($"The weights are of {former.Heads} heads; the model has {weights.Length}.", nameof(former));
        }

        IsStale = true;
        ofSegment = false;
        Reserve(Math.Max(1, (former.Tokens + KvShape.BlockTokens - 1) / KvShape.BlockTokens));
        for (var head = 0; head < weights.Length; head++)
        {
            weights[head].AsSpan().Clear();
            former.CopyTo(head, weights[head]);
        }
    }

    /// <summary>W as it travels.</summary>
    /// <param name="tokens">Tokens of the sequence now.</param>
    public BlockWeights Take(int tokens)
    {
        var blocks = (tokens + KvShape.BlockTokens - 1) / KvShape.BlockTokens;
        Reserve(blocks);
        return BlockWeights.Of(tokens, weights, blocks);
    }

    /// <summary>Entries of the list of which a head attends those from <see cref="FirstEntry"/> on, when the last block is this.</summary>
    internal int Entries(int lastBlock) => ActiveBlocks + lastBlock - Frontier + 1;

    /// <summary>The first entry of a head: those before it are left free, for it attends fewer blocks than it may.</summary>
    internal int FirstEntry(int layer, int head) => ActiveBlocks == 0 ? 0 : firstEntries[(layer * shape.KvHeads) + head];

    /// <summary>Block of an entry, in the order of age.</summary>
    internal int Block(int layer, int head, int entry)
        => entry < ActiveBlocks ? Active(layer, head)[entry] : Frontier + entry - ActiveBlocks;

    /// <summary>The first entries of a head: blocks before the frontier, in the order of age; empty when all are attended.</summary>
    internal ReadOnlySpan<int> Active(int layer, int head) => ActiveBlocks == 0 ? [] : active[(layer * shape.KvHeads) + head].AsSpan(0, ActiveBlocks);

    /// <summary>Which of a head's active blocks rest; after a selection none does.</summary>
    internal RestingBlocks Resting(int layer, int head) => new(idle[(layer * shape.KvHeads) + head], Active(layer, head));

    /// <summary>Counts the selections of a head, from 1 on.</summary>
    internal int Selection(int layer, int head) => selections[(layer * shape.KvHeads) + head];

    internal Span<float> Weights(int layer, int head, int blocks) => weights[(layer * shape.KvHeads) + head].AsSpan(0, blocks);

    /// <summary>How much of a head's weight lay before a block when the segment began, of 1; 1 when nothing was measured yet.</summary>
    internal float ShareBefore(int layer, int head, int block)
    {
        var all = (before ?? weights)[(layer * shape.KvHeads) + head].AsSpan();
        var first = Sum(all[..Math.Min(block, all.Length)]);
        var sum = first + Sum(all[Math.Min(block, all.Length)..]);
        return sum > 0 ? (float)(first / sum) : 1;
    }

    /// <summary>Four sums side by side, the same four wherever the array lies and whatever the registers: the last bit may decide.</summary>
    private static double Sum(ReadOnlySpan<float> weights)
    {
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0);
        var i = 0;
        for (; i + 4 <= weights.Length; i += 4)
        {
            a += weights[i];
            b += weights[i + 1];
            c += weights[i + 2];
            d += weights[i + 3];
        }

        for (; i < weights.Length; i++)
        {
            a += weights[i];
        }

        return a + b + (c + d);
    }

    /// <summary>Adds the weights of all heads.</summary>
    /// <param name="sums">[blocks].</param>
    internal void AddWeights(Span<float> sums)
    {
        Reserve(sums.Length);
        foreach (var head in weights)
        {
            TensorPrimitives.Add(sums, head.AsSpan(0, sums.Length), sums);
        }
    }

    /// <summary>A measurement comes. Those of a segment's chunks and the one at its end all begin from W as it was before the segment, so that W does not depend on how it was cut.</summary>
    internal void BeginMeasurement(bool ofChunk)
    {
        before = ofSegment ? before : null;
        ofSegment = ofChunk;
        if (ofChunk)
        {
            before ??= [.. weights.Select(head => head.AsSpan().ToArray())];
        }
    }

    /// <summary>Makes a head's weights what they were before the segment.</summary>
    internal void Return(int layer, int head)
    {
        if (before is not null)
        {
            var (now, then) = (weights[(layer * shape.KvHeads) + head], before[(layer * shape.KvHeads) + head]);
            then.CopyTo(now.AsSpan());
            now.AsSpan(then.Length).Clear();
        }
    }

    /// <summary>The next selection is made among the blocks before this one; if they fit the budget, all are attended.</summary>
    internal void Advance(int frontier)
    {
        IsStale = false;
        (Frontier, ActiveBlocks) = frontier > Options.BudgetBlocks ? (frontier, Options.BudgetBlocks) : (0, 0);
        Reserve(frontier);
    }

    /// <summary>Sink ∪ local ∪ top by W with what it reads ahead, for one head: as many as the budget allows, but no more than <see cref="RoutingOptions.Coverage"/> asks for.</summary>
    /// <param name="layer">Whose head.</param>
    /// <param name="head">Which.</param>
    /// <param name="scratch">Two floats for each block before the frontier.</param>
    internal void Select(int layer, int head, Span<float> scratch)
    {
        if (ActiveBlocks == 0)
        {
            return;
        }

        var (sink, local, index) = (Options.SinkBlocks, Options.LocalBlocks, (layer * shape.KvHeads) + head);
        var chosen = active[index].AsSpan(0, ActiveBlocks);
        selections[index]++;
        idle[index].AsSpan().Clear();
        var eligible = scratch[..(Frontier - local - sink)];
        weights[index].AsSpan(sink, eligible.Length).CopyTo(eligible);
        ReadAhead.Lend(eligible, Options.ReadAhead);
        var picked = chosen[sink..^local];
        HeaviestBlocks.Pick(eligible, sink, picked, scratch[eligible.Length..]);
        var first = HeaviestBlocks.LeaveOut(eligible, sink, picked, Options.Coverage, TensorPrimitives.Sum<float>(weights[index].AsSpan(Frontier - local, local)), scratch[eligible.Length..]);
        firstEntries[index] = first;
        for (var i = 0; i < sink; i++)
        {
            chosen[first + i] = i;
        }

        for (var i = 0; i < local; i++)
        {
            chosen[^(local - i)] = Frontier - local + i;
        }
    }

    internal void SelectAll(float[] scratch)
    {
        for (var head = 0; head < weights.Length; head++)
        {
            Select(head / shape.KvHeads, head % shape.KvHeads, scratch);
        }
    }

    /// <summary>Makes room for the weights of so many blocks; new ones weigh nothing.</summary>
    internal void Reserve(int blocks)
    {
        if (weights[0].Length < blocks)
        {
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, blocks));
            for (var head = 0; head < weights.Length; head++)
            {
                Array.Resize(ref weights[head], size);
            }
        }
    }

    /// <summary>Keeps the query of a token: the last ones are the probes of the next refresh.</summary>
    internal void Remember(int layer, int position, ReadOnlySpan<float> query)
    {
        var ring = recent[layer] ??= new float[Options.Probes * query.Length];
        query.CopyTo(ring.AsSpan(position % Options.Probes * query.Length));
        if (layer == 0)
        {
            (recentFrom, recentTo) = position == recentTo + 1 ? (recentFrom, position) : (position, position);
        }
    }

    /// <summary>Consecutive tokens, ending with the one at a position, whose queries are kept or will be in this step.</summary>
    internal int Remembered(int position) => Math.Min(Options.Probes, position == recentTo + 1 ? position - recentFrom + 1 : 1);

    internal ReadOnlySpan<float> Recall(int layer, int position)
    {
        var width = recent[layer]!.Length / Options.Probes;
        return recent[layer].AsSpan(position % Options.Probes * width, width);
    }
}
