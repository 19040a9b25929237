using System.Numerics.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>
/// Rows of one key/value head and of the query heads that share it, side by side for matrix products.
/// Of queries a panel holds <see cref="Block"/> tokens at most: row r of head g of the group stands at g · tokens + r.
/// </summary>
internal sealed class AttentionPanels(ModelShape shape, RotaryTable rotary) : IDisposable
{
    /// <summary>Tokens whose queries are multiplied at once: more leave the cache and compute more of what is masked, fewer make small products.</summary>
    public const int Block = 64;

    private readonly int group = shape.Heads / shape.KvHeads;
    private readonly int width = shape.HeadDim;
    private readonly int row = shape.QueryWidth + (2 * shape.KeyWidth);
    private readonly float scale = 1 / MathF.Sqrt(shape.HeadDim);

    /// <summary>[context, headDim]: keys, turned.</summary>
    public Tensor Keys { get; } = empty(shape.Context, shape.HeadDim);

    /// <summary>[group · <see cref="Block"/>, headDim].</summary>
    public Tensor Queries { get; } = empty(shape.Heads / shape.KvHeads * Block, shape.HeadDim);

    /// <summary>As many elements as a block of queries has products with all keys.</summary>
    public Tensor Scores { get; } = empty((long)shape.Heads / shape.KvHeads * Block * shape.Context);

    /// <summary>The values of a sequence, where they are: [tokens, headDim].</summary>
    public Tensor Values(Tensor projected, Sequence sequence, int kvHead)
        => projected.narrow(0, sequence.Start, sequence.Length).narrow(1, shape.QueryWidth + shape.KeyWidth + (kvHead * width), width);

    public void TurnKeys(ReadOnlySpan<float> projected, Sequence sequence, int kvHead)
    {
        var keys = Keys.Floats();
        for (var i = 0; i < sequence.Length; i++)
        {
            rotary.Turn(projected.Slice(((sequence.Start + i) * row) + shape.QueryWidth + (kvHead * width), width), i, keys.Slice(i * width, width));
        }
    }

    /// <summary>Turns and scales a block's queries.</summary>
    public void TurnQueries(ReadOnlySpan<float> projected, Sequence sequence, int kvHead, int first, int count)
    {
        var queries = Queries.Floats();
        for (var (g, at) = (0, 0); g < group; g++)
        {
            for (var i = first; i < first + count; i++, at += width)
            {
                rotary.Turn(projected.Slice(((sequence.Start + i) * row) + (((kvHead * group) + g) * width), width), i, queries.Slice(at, width));
            }
        }

        var used = queries[..(group * count * width)];
        TensorPrimitives.Multiply<float>(used, scale, used);
    }

    /// <summary>The gradient of a block's queries, back to where they came from.</summary>
    public void TurnQueriesBack(Span<float> slopes, Span<float> projected, Sequence sequence, int kvHead, int first, int count)
    {
        var used = slopes[..(group * count * width)];
        TensorPrimitives.Multiply<float>(used, scale, used);
        for (var (g, at) = (0, 0); g < group; g++)
        {
            for (var i = first; i < first + count; i++, at += width)
            {
                rotary.TurnBack(used.Slice(at, width), i, projected.Slice(((sequence.Start + i) * row) + (((kvHead * group) + g) * width), width));
            }
        }
    }

    /// <summary>The gradient of a sequence's keys and values, back to where they came from.</summary>
    public void TurnKeysBack(ReadOnlySpan<float> keys, ReadOnlySpan<float> values, Span<float> projected, Sequence sequence, int kvHead)
    {
        for (var i = 0; i < sequence.Length; i++)
        {
            var at = ((sequence.Start + i) * row) + shape.QueryWidth + (kvHead * width);
            rotary.TurnBack(keys.Slice(i * width, width), i, projected.Slice(at, width));
            values.Slice(i * width, width).CopyTo(projected.Slice(at + shape.KeyWidth, width));
        }
    }

    /// <summary>Rows of [tokens, heads · headDim] into a block.</summary>
    public void Gather(ReadOnlySpan<float> heads, Span<float> block, Sequence sequence, int kvHead, int first, int count)
    {
        for (var (g, at) = (0, 0); g < group; g++)
        {
            for (var i = first; i < first + count; i++, at += width)
            {
                heads.Slice(Place(sequence, kvHead, g, i), width).CopyTo(block.Slice(at, width));
            }
        }
    }

    /// <summary>A block into rows of [tokens, heads · headDim].</summary>
    public void Scatter(ReadOnlySpan<float> block, Span<float> heads, Sequence sequence, int kvHead, int first, int count)
    {
        for (var (g, at) = (0, 0); g < group; g++)
        {
            for (var i = first; i < first + count; i++, at += width)
            {
                block.Slice(at, width).CopyTo(heads.Slice(Place(sequence, kvHead, g, i), width));
            }
        }
    }

    public void Dispose()
    {
        Keys.Dispose();
        Queries.Dispose();
        Scores.Dispose();
    }

    private int Place(Sequence sequence, int kvHead, int g, int i) => ((sequence.Start + i) * shape.QueryWidth) + (((kvHead * group) + g) * width);
}
