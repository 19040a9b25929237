using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Rotary embedding of one vector, halves convention.</summary>
internal static unsafe class Rotation<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Rotates [2 · pairs] floats by the angles of one row of a <see cref="RotaryTable"/>; source and destination may be the same.</summary>
    public static void Rotate(float* source, float* destination, float* cosines, float* sines, int pairs)
    {
        var i = 0;
        for (; i + TLanes.Width <= pairs; i += TLanes.Width)
        {
            Rotate<TLanes>(source + i, destination + i, cosines + i, sines + i, pairs);
        }

        for (; i < pairs; i++)
        {
            Rotate<Lanes1>(source + i, destination + i, cosines + i, sines + i, pairs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotate<T>(float* source, float* destination, float* cosine, float* sine, int half)
        where T : unmanaged, ILanes<T>
    {
        T x = T.Load(source), y = T.Load(source + half), cos = T.Load(cosine), sin = T.Load(sine);
        T.Store(T.Subtract(T.Multiply(x, cos), T.Multiply(y, sin)), destination);
        T.Store(T.Add(T.Multiply(y, cos), T.Multiply(x, sin)), destination + half);
    }
}
