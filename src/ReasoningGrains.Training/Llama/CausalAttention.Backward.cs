using System.Numerics.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

internal sealed partial class CausalAttention
{
    /// <summary>FlashAttention, algorithm 4: the probabilities are computed again from the sums.</summary>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (projected, attended, context) = (ctx.get_saved_variables()[0], ctx.get_saved_variables()[1], (AttentionContext)ctx.get_data(Context));
        var (shape, above) = (context.Shape, grad_output.contiguous());
        var group = shape.Heads / shape.KvHeads;
        var slopes = empty(projected.shape);
        using var panels = new AttentionPanels(shape, context.Rotary);
        var (given, querySlopes, scoreSlopes) = (empty(panels.Queries.shape), empty(panels.Queries.shape), empty(panels.Scores.shape));
        var (keySlopes, valueSlopes) = (empty(panels.Keys.shape), empty(panels.Keys.shape));
        var outputs = empty(panels.Queries.shape);
        foreach (var sequence in context.Sequences)
        {
            for (var kvHead = 0; kvHead < shape.KvHeads; kvHead++)
            {
                panels.TurnKeys(projected.Floats(), sequence, kvHead);
                var values = panels.Values(projected, sequence, kvHead);
                keySlopes.zero_();
                valueSlopes.zero_();
                for (var first = 0; first < sequence.Length; first += AttentionPanels.Block)
                {
                    using var products = NewDisposeScope();
                    var count = Math.Min(AttentionPanels.Block, sequence.Length - first);
                    var (rows, seen) = (group * count, first + count);
                    panels.TurnQueries(projected.Floats(), sequence, kvHead, first, count);
                    panels.Gather(above.Floats(), given.Floats(), sequence, kvHead, first, count);
                    panels.Gather(attended.Floats(), outputs.Floats(), sequence, kvHead, first, count);
                    var (queries, keys, seenValues, slope) = (panels.Queries.narrow(0, 0, rows), panels.Keys.narrow(0, 0, seen), values.narrow(0, 0, seen), given.narrow(0, 0, rows));
                    var scores = panels.Scores.narrow(0, 0, (long)rows * seen).view(rows, seen);
                    var scoreSlope = scoreSlopes.narrow(0, 0, (long)rows * seen).view(rows, seen);
                    scores.addmm_(queries, keys.t(), 0, 1);
                    scoreSlope.addmm_(slope, seenValues.t(), 0, 1);
                    var logSums = context.LogSums.AsSpan(LogSum(shape, sequence, kvHead, first), rows);
                    SoftMaxSlopes(scores.Floats(), scoreSlope.Floats(), given.Floats(), outputs.Floats(), logSums, first, count, shape.HeadDim);
                    valueSlopes.narrow(0, 0, seen).addmm_(scores.t(), slope, 1, 1);
                    keySlopes.narrow(0, 0, seen).addmm_(scoreSlope.t(), queries, 1, 1);
                    querySlopes.narrow(0, 0, rows).addmm_(scoreSlope, keys, 0, 1);
                    panels.TurnQueriesBack(querySlopes.Floats(), slopes.Floats(), sequence, kvHead, first, count);
                }

                panels.TurnKeysBack(keySlopes.Floats(), valueSlopes.Floats(), slopes.Floats(), sequence, kvHead);
            }
        }

        return [slopes.MoveToOuterDisposeScope(), null!];
    }

    /// <summary>Turns scores into probabilities, and slopes of probabilities into slopes of scores: P · (slope - given · output).</summary>
    private static void SoftMaxSlopes(Span<float> scores, Span<float> slopes, ReadOnlySpan<float> given, ReadOnlySpan<float> outputs, ReadOnlySpan<float> logSums, int first, int count, int width)
    {
        var columns = first + count;
        for (var i = 0; i < logSums.Length; i++)
        {
            var seen = first + (i % count) + 1;
            var row = scores.Slice(i * columns, columns);
            var slope = slopes.Slice(i * columns, columns);
            TensorPrimitives.Subtract<float>(row[..seen], logSums[i], row[..seen]);
            TensorPrimitives.Exp<float>(row[..seen], row[..seen]);
            row[seen..].Clear();
            var mean = TensorPrimitives.Dot<float>(given.Slice(i * width, width), outputs.Slice(i * width, width));
            TensorPrimitives.Subtract<float>(slope, mean, slope);
            TensorPrimitives.Multiply<float>(slope, row, slope);
        }
    }
}
