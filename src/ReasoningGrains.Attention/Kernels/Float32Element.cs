using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Keys and values as computed, in plain matrices; their scales are not used.</summary>
internal readonly unsafe struct Float32Element : IOpenElement
{
    private const int Tokens = KvShape.BlockTokens;

    public static bool IsFloat => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadKeys<TLanes>(byte* head, int dim, int d, int token)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((float*)head + (d * Tokens) + token);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadLevels<TLanes>(byte* head, int dim, int d, int token)
        where TLanes : unmanaged, ILanes<TLanes> => LoadKeys<TLanes>(head, dim, d, token);

    public static float LoadKeyScales(byte* head, int dim, float* scales)
    {
        new Span<float>(scales, Tokens).Fill(1);
        return MathF.Abs(TensorPrimitives.MaxMagnitude(new ReadOnlySpan<float>(head, dim * Tokens)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadValue<TLanes>(byte* head, int dim, int token, int d)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load(Values(head, dim) + (token * dim) + d);

    public static void StoreKey<TLanes>(byte* head, int dim, int token, float* key, float magnitude)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var d = 0; d < dim; d++)
        {
            ((float*)head)[(d * Tokens) + token] = key[d];
        }
    }

    public static void StoreValue<TLanes>(byte* head, int dim, int token, float* value, float magnitude)
        where TLanes : unmanaged, ILanes<TLanes> => new ReadOnlySpan<float>(value, dim).CopyTo(new Span<float>(Values(head, dim) + (token * dim), dim));

    public static void Score<TLanes>(float* queries, int rows, float* magnitudes, byte* head, int dim, byte* workspace, float* scores, int stride, Ahead ahead)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var row = 0; row < rows; row++)
        {
            new Span<float>(scores + (row * stride), Tokens).Clear();
        }

        var keys = (nint)head;
        Products<FloatTerms<TLanes>>.Multiply((byte*)queries, dim, &keys, dim, dim, Tokens, scores, stride, rows, ahead);
    }

    [SkipLocalsInit]
    public static void Sum<TLanes>(float* weights, int stride, int rows, nint* heads, int blocks, int tokens, int dim, byte* workspace, float* sums, int sumStride)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var values = stackalloc nint[blocks];
        for (var block = 0; block < blocks; block++)
        {
            values[block] = (nint)Values((byte*)heads[block], dim);
        }

        Products<FloatTerms<TLanes>>.Multiply((byte*)weights, stride, values, Tokens, tokens, dim, sums, sumStride, rows);
    }

    private static float* Values(byte* head, int dim) => (float*)head + (dim * Tokens);
}
