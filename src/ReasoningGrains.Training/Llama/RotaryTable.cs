using System.Numerics.Tensors;

namespace ReasoningGrains.Training.Llama;

/// <summary>Rotary positions (RoFormer, section 3.2.2), a head's first half paired with its second as in Hugging Face's Llama.</summary>
internal sealed class RotaryTable
{
    private readonly int half;
    private readonly float[] cosines;
    private readonly float[] sines;

    public RotaryTable(ModelShape shape)
    {
        half = shape.HeadDim / 2;
        cosines = new float[shape.Context * half];
        sines = new float[shape.Context * half];
        for (var i = 0; i < cosines.Length; i++)
        {
            var angle = (float)(i / half * Math.Pow(shape.RopeTheta, -2.0 * (i % half) / shape.HeadDim));
            (sines[i], cosines[i]) = MathF.SinCos(angle);
        }
    }

    /// <summary>Turns a head to its position.</summary>
    public void Turn(ReadOnlySpan<float> head, int position, Span<float> result) => Turn(head, position, result, back: false);

    /// <summary>Turns it back: the gradient's way.</summary>
    public void TurnBack(ReadOnlySpan<float> head, int position, Span<float> result) => Turn(head, position, result, back: true);

    private void Turn(ReadOnlySpan<float> head, int position, Span<float> result, bool back)
    {
        var cosine = cosines.AsSpan(position * half, half);
        var sine = sines.AsSpan(position * half, half);
        // Back is the turn by the angle's negative, which is the turn of the halves in exchange.
        var (from, to) = back ? (half, 0) : (0, half);
        var less = head.Slice(from, half);
        var more = head.Slice(to, half);
        var turnedLess = result.Slice(from, half);
        var turnedMore = result.Slice(to, half);
        // less' = less · cos - more · sin, more' = more · cos + less · sin
        TensorPrimitives.Multiply<float>(more, sine, turnedLess);
        TensorPrimitives.Negate<float>(turnedLess, turnedLess);
        TensorPrimitives.MultiplyAdd<float>(less, cosine, turnedLess, turnedLess);
        TensorPrimitives.Multiply<float>(less, sine, turnedMore);
        TensorPrimitives.MultiplyAdd<float>(more, cosine, turnedMore, turnedMore);
    }
}
