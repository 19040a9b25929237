using System.Numerics.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace ReasoningGrains.Training.Llama;

/// <summary>x / √(mean(x²) + ε) · scale, by row (Zhang and Sennrich 2019). One pass over each row while it is in the first cache; torch's own operations would be six over the whole matrix.</summary>
internal sealed class RootMeanSquareNorm : autograd.SingleTensorFunction<RootMeanSquareNorm>
{
    private const string Epsilon = "epsilon";

    public override string Name => nameof(RootMeanSquareNorm);

    /// <param name="x">[tokens, width].</param>
    /// <param name="scale">[width].</param>
    /// <param name="epsilon">ε.</param>
    public static Tensor Apply(Tensor x, Tensor scale, float epsilon) => apply(x, scale, epsilon);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, scale, epsilon) = ((Tensor)vars[0], (Tensor)vars[1], (float)vars[2]);
        ctx.save_for_backward([x, scale]);
        ctx.save_data(Epsilon, epsilon);
        var result = empty(x.shape);
        var input = x.Floats();
        var weight = scale.Floats();
        var output = result.Floats();
        var width = (int)x.shape[1];
        for (var i = 0; i < input.Length; i += width)
        {
            var row = input.Slice(i, width);
            var normed = output.Slice(i, width);
            TensorPrimitives.Multiply<float>(row, Inverse(row, epsilon), normed);
            TensorPrimitives.Multiply<float>(normed, weight, normed);
        }

        return result;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var (x, scale, epsilon) = (ctx.get_saved_variables()[0], ctx.get_saved_variables()[1], (float)ctx.get_data(Epsilon));
        using var slope = grad_output.contiguous();
        var (slopes, scaleSlopes) = (empty(x.shape), zeros(scale.shape));
        var input = x.Floats();
        var weight = scale.Floats();
        var given = slope.Floats();
        var output = slopes.Floats();
        var scales = scaleSlopes.Floats();
        var width = (int)x.shape[1];
        Span<float> unscaled = new float[width];
        for (var i = 0; i < input.Length; i += width)
        {
            var row = input.Slice(i, width);
            var above = given.Slice(i, width);
            var below = output.Slice(i, width);
            var inverse = Inverse(row, epsilon);
            TensorPrimitives.Multiply<float>(above, row, unscaled);
            TensorPrimitives.MultiplyAdd<float>(unscaled, inverse, scales, scales);
            // below = inverse · (above · weight) - row · inverse³ · mean(above · weight · row)
            var mean = TensorPrimitives.Dot<float>(unscaled, weight) / width;
            TensorPrimitives.Multiply<float>(above, weight, below);
            TensorPrimitives.Multiply<float>(below, inverse, below);
            TensorPrimitives.MultiplyAdd<float>(row, -inverse * inverse * inverse * mean, below, below);
        }

        return [slopes, scaleSlopes, null!];
    }

    private static float Inverse(ReadOnlySpan<float> row, float epsilon) => 1 / MathF.Sqrt((TensorPrimitives.SumOfSquares<float>(row) / row.Length) + epsilon);
}
