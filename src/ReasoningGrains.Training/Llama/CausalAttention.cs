using System.Numerics.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>
/// Every token attends what stands before it in its own sequence. A block of queries at a time, as FlashAttention (Dao 2022): products by torch, everything between them on rows in the cache.
/// On a processor with AVX2 torch's own attention takes twice as long (measured).
/// </summary>
internal sealed partial class CausalAttention : autograd.SingleTensorFunction<CausalAttention>
{
    private const string Context = "context";

    public override string Name => nameof(CausalAttention);

    /// <param name="projected">[tokens, (heads + 2 · kvHeads) · headDim]: queries, keys, values.</param>
    /// <param name="shape">Of the model.</param>
    /// <param name="rotary">Of the model.</param>
    /// <param name="sequences">That are packed.</param>
    /// <returns>[tokens, heads · headDim].</returns>
    public static Tensor Apply(Tensor projected, ModelShape shape, RotaryTable rotary, Sequence[] sequences) => apply(projected, new AttentionContext(shape, rotary, sequences));

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (projected, context) = ((Tensor)vars[0], (AttentionContext)vars[1]);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var shape = context.Shape;
        var result = empty(projected.shape[0], shape.QueryWidth);
        using var panels = new AttentionPanels(shape, context.Rotary);
        var (group, block) = (shape.Heads / shape.KvHeads, empty(panels.Queries.shape));
        context.LogSums = new float[projected.shape[0] * shape.Heads];
        foreach (var sequence in context.Sequences)
        {
            for (var kvHead = 0; kvHead < shape.KvHeads; kvHead++)
            {
                panels.TurnKeys(projected.Floats(), sequence, kvHead);
                var values = panels.Values(projected, sequence, kvHead);
                for (var first = 0; first < sequence.Length; first += AttentionPanels.Block)
                {
                    using var products = NewDisposeScope();
                    var count = Math.Min(AttentionPanels.Block, sequence.Length - first);
                    var (rows, seen) = (group * count, first + count);
                    panels.TurnQueries(projected.Floats(), sequence, kvHead, first, count);
                    var scores = panels.Scores.narrow(0, 0, (long)rows * seen).view(rows, seen);
                    scores.addmm_(panels.Queries.narrow(0, 0, rows), panels.Keys.narrow(0, 0, seen).t(), 0, 1);
                    SoftMax(scores.Floats(), context.LogSums.AsSpan(LogSum(shape, sequence, kvHead, first), rows), first, count);
                    var attended = block.narrow(0, 0, rows);
                    attended.addmm_(scores, values.narrow(0, 0, seen), 0, 1);
                    panels.Scatter(attended.Floats(), result.Floats(), sequence, kvHead, first, count);
                }
            }
        }

        ctx.save_for_backward([projected, result]);
        ctx.save_data(Context, context);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Where the sums of a block of queries stand: each of its heads by its tokens.</summary>
    private static int LogSum(ModelShape shape, Sequence sequence, int kvHead, int first)
        => (sequence.Start * shape.Heads) + (shape.Heads / shape.KvHeads * ((kvHead * sequence.Length) + first));

    /// <param name="scores">[group · count, first + count].</param>
    /// <param name="logSums">[group · count], out.</param>
    /// <param name="first">Position of the block's first query.</param>
    /// <param name="count">Its queries.</param>
    private static void SoftMax(Span<float> scores, Span<float> logSums, int first, int count)
    {
        var columns = first + count;
        for (var i = 0; i < logSums.Length; i++)
        {
            var row = scores.Slice(i * columns, columns);
            var seen = row[..(first + (i % count) + 1)];
            var most = TensorPrimitives.Max<float>(seen);
            TensorPrimitives.Subtract<float>(seen, most, seen);
            TensorPrimitives.Exp<float>(seen, seen);
            var sum = TensorPrimitives.Sum<float>(seen);
            TensorPrimitives.Multiply<float>(seen, 1 / sum, seen);
            row[seen.Length..].Clear();
            logSums[i] = most + MathF.Log(sum);
        }
    }
}
