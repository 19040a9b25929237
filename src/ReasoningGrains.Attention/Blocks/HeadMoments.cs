using System.Numerics.Tensors;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Blocks;

/// <summary>
/// What the queries of each key/value head look for, as Σ q·qᵀ, and how its keys differ, as Σ k·kᵀ and Σ k, over some of those that an engine saw. An error e of a key changes its scores by eᵀ(Σ q·qᵀ)e
/// on the mean of squares, and where queries are alike, as those of a head are, most errors that rounding can make are of the kind that they do not see. Both are of a model and not of a conversation:
/// from the first that were enough follow the sketches of all cold blocks; the queries of <see cref="EnoughQueries"/> tokens say all there is to know for rounding. Used by one thread at a time.
/// </summary>
/// <param name="shape">Of the blocks.</param>
public sealed class HeadMoments(KvShape shape)
{
    /// <summary>The queries of one of so many tokens are added: that costs less than a hundredth of computing them.</summary>
    private const int Every = 8;

    /// <summary>Tokens after which a head's queries are known.</summary>
    private const int EnoughQueries = 4096;

    /// <summary>Rounding takes up what was added when there are so many times more tokens.</summary>
    private const int Growth = 4;

    /// <summary>Tokens whose keys say how a head's differ: before that no block is cold.</summary>
    internal const int LeastKeys = 1024;

    /// <summary>Fewer tokens say nothing of a head's queries.</summary>
    internal const int LeastQueries = LeastKeys / Every / 2;

    /// <summary>Tokens after which no more keys are added.</summary>
    private const int EnoughKeys = 4096;

    private readonly Head[] heads = [.. Enumerable.Range(0, shape.Layers * shape.KvHeads).Select(_ => new Head(shape.HeadDim))];

    /// <summary>Whether the queries of the token at a position are to be added.</summary>
    internal bool WantsQueries(int layer, int position) => position % Every == 0 && heads[layer * shape.KvHeads].Queries < EnoughQueries;

    /// <summary>Whether the keys of the token at a position are to be added: those of a sequence's start are not like the others (attention sinks, arXiv 2309.17453).</summary>
    internal bool WantsKeys(int layer, int position) => position >= KvShape.BlockTokens && heads[layer * shape.KvHeads] is { Sketch: null, Keys: < EnoughKeys };

    /// <summary>Adds a token's queries.</summary>
    /// <param name="layer">Of the head.</param>
    /// <param name="kvHead">Which.</param>
    /// <param name="queries">[group, headDim], as keys are scored with.</param>
    internal void AddQueries(int layer, int kvHead, ReadOnlySpan<float> queries)
    {
        var head = heads[(layer * shape.KvHeads) + kvHead];
        for (; queries.Length > 0; queries = queries[shape.HeadDim..])
        {
            AddSquare(queries[..shape.HeadDim], head.QueryMoments);
        }

        head.Queries++;
    }

    /// <summary>Adds a token's key.</summary>
    /// <param name="layer">Of the head.</param>
    /// <param name="kvHead">Which.</param>
    /// <param name="key">[headDim], as it is kept.</param>
    internal void AddKey(int layer, int kvHead, ReadOnlySpan<float> key)
    {
        var head = heads[(layer * shape.KvHeads) + kvHead];
        AddSquare(key, head.KeyMoments);
        TensorPrimitives.Add(head.KeySum, key, head.KeySum);
        head.Keys++;
    }

    /// <summary>How the errors of a head's keys are made up for; null where its queries say nothing.</summary>
    internal KeyFeedback? Feedback(int layer, int kvHead)
    {
        var head = heads[(layer * shape.KvHeads) + kvHead];
        if (head.Queries >= Math.Max(LeastQueries, Growth * head.QueriesOfFeedback))
        {
            (head.Feedback, head.QueriesOfFeedback) = (KeyFeedback.Of(head.QueryMoments, shape.HeadDim), head.Queries);
        }

        return head.Feedback;
    }

    /// <summary>How keys are sketched; null as long as no block is cold.</summary>
    internal KeySketch? Sketch(int layer, int kvHead) => heads[(layer * shape.KvHeads) + kvHead].Sketch;

    /// <summary>Decides how keys are sketched, once and for all; false while too little is known of some head.</summary>
    internal bool TrySketch()
    {
        if (!Array.TrueForAll(heads, head => head is { Sketch: not null } or { Keys: >= LeastKeys, Queries: >= LeastQueries }))
        {
            return false;
        }

        foreach (var head in heads)
        {
            head.Sketch ??= KeySketch.Of(head.QueryMoments, head.KeyMoments, head.KeySum, head.Keys);
        }

        return true;
    }

    /// <summary>The lower triangle of sum += x·xᵀ.</summary>
    private static void AddSquare(ReadOnlySpan<float> x, float[] sum)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var row = sum.AsSpan(i * x.Length, i + 1);
            TensorPrimitives.MultiplyAdd(x[..(i + 1)], x[i], row, row);
        }
    }

    private sealed class Head(int dim)
    {
        /// <summary>[headDim, headDim], the lower triangle.</summary>
        public float[] QueryMoments { get; } = new float[dim * dim];

        /// <summary>[headDim, headDim], the lower triangle.</summary>
        public float[] KeyMoments { get; } = new float[dim * dim];

        public float[] KeySum { get; } = new float[dim];

        /// <summary>Tokens whose queries were added.</summary>
        public int Queries { get; set; }

        public int Keys { get; set; }

        public KeyFeedback? Feedback { get; set; }

        public int QueriesOfFeedback { get; set; }

        public KeySketch? Sketch { get; set; }
    }
}
