using System.Numerics.Tensors;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Blocks;

/// <summary>
/// What the queries of each key/value head look for, as Σ q·qᵀ over some of those that an engine saw. An error e of a key changes their scores by eᵀ(Σ q·qᵀ)e on the mean of squares,
/// and where queries are alike, as those of a head are, most errors that rounding can make are of the kind that they do not see. It is of a model and not of a conversation:
/// after <see cref="Enough"/> tokens nothing more is added. Used by one thread at a time.
/// </summary>
/// <param name="shape">Of the blocks.</param>
public sealed class QueryMoments(KvShape shape)
{
    /// <summary>One of so many tokens is added: that costs less than a hundredth of computing them.</summary>
    private const int Every = 8;

    /// <summary>Tokens after which a head's queries are known.</summary>
    private const int Enough = 4096;

    /// <summary>Fewer tokens say nothing of a head's queries.</summary>
    private const int Least = 16;

    /// <summary>Rounding takes up what was added when there are so many times more tokens.</summary>
    private const int Growth = 4;

    private readonly Head[] heads = [.. Enumerable.Range(0, shape.Layers * shape.KvHeads).Select(_ => new Head())];

    /// <summary>Whether the queries of the token at a position are to be added.</summary>
    internal bool Wants(int layer, int position) => position % Every == 0 && heads[layer * shape.KvHeads].Tokens < Enough;

    /// <summary>Adds a token's queries.</summary>
    /// <param name="layer">Of the head.</param>
    /// <param name="kvHead">Which.</param>
    /// <param name="queries">[group, headDim], as keys are scored with.</param>
    internal void Add(int layer, int kvHead, ReadOnlySpan<float> queries)
    {
        var (head, dim) = (heads[(layer * shape.KvHeads) + kvHead], shape.HeadDim);
        head.Sum ??= new float[dim * dim];
        for (; queries.Length > 0; queries = queries[dim..])
        {
            for (var i = 0; i < dim; i++)
            {
                var row = head.Sum.AsSpan(i * dim, i + 1);
                TensorPrimitives.MultiplyAdd(queries[..(i + 1)], queries[i], row, row);
            }
        }

        head.Tokens++;
    }

    /// <summary>How the errors of a head's keys are made up for; null while too little is known of its queries.</summary>
    internal KeyFeedback? Feedback(int layer, int kvHead)
    {
        var head = heads[(layer * shape.KvHeads) + kvHead];
        if (head.Tokens >= Math.Max(Least, Growth * head.TokensOfFeedback))
        {
            (head.Feedback, head.TokensOfFeedback) = (KeyFeedback.Of(head.Sum, shape.HeadDim), head.Tokens);
        }

        return head.Feedback;
    }

    private sealed class Head
    {
        /// <summary>[headDim, headDim], the lower triangle.</summary>
        public float[]? Sum { get; set; }

        public int Tokens { get; set; }

        public KeyFeedback? Feedback { get; set; }

        public int TokensOfFeedback { get; set; }
    }
}
