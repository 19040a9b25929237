using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Signed bytes times the scale of their token.</summary>
internal readonly unsafe struct Int8Element<TPairs> : IOpenElement
    where TPairs : unmanaged, IPairs<TPairs>
{
    private const int Tokens = KvShape.BlockTokens;

    public static bool IsFloat => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadKeys<TLanes>(byte* head, int dim, int d, int token)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Multiply(Load<TLanes>(head, d, token, Tokens), TLanes.Load(KeyScales(head, dim) + token));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadLevels<TLanes>(byte* head, int dim, int d, int token)
        where TLanes : unmanaged, ILanes<TLanes> => Load<TLanes>(head, d, token, Tokens);

    public static float LoadKeyScales(byte* head, int dim, float* scales)
    {
        new ReadOnlySpan<float>(KeyScales(head, dim), Tokens).CopyTo(new Span<float>(scales, Tokens));
        return sbyte.MaxValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadValue<TLanes>(byte* head, int dim, int token, int d)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Multiply(Load<TLanes>(Values(head, dim), token, d, dim), TLanes.Broadcast(ValueScales(head, dim)[token]));

    [SkipLocalsInit]
    public static void StoreKey<TLanes>(byte* head, int dim, int token, float* key, float magnitude)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var rounded = stackalloc short[dim];
        KeyScales(head, dim)[token] = SixteenBits<TLanes>.Round(key, dim, dim, magnitude, rounded, sbyte.MaxValue);
        for (var d = 0; d < dim; d++)
        {
            ((sbyte*)head)[Index(d, token, Tokens)] = (sbyte)rounded[d];
        }
    }

    [SkipLocalsInit]
    public static void StoreValue<TLanes>(byte* head, int dim, int token, float* value, float magnitude)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var rounded = stackalloc short[dim];
        ValueScales(head, dim)[token] = SixteenBits<TLanes>.Round(value, dim, dim, magnitude, rounded, sbyte.MaxValue);
        var values = (sbyte*)Values(head, dim);
        for (var d = 0; d < dim; d++)
        {
            values[Index(token, d, dim)] = (sbyte)rounded[d];
        }
    }

    public static void Score<TLanes>(float* queries, int rows, float* magnitudes, byte* head, int dim, byte* workspace, float* scores, int stride, Ahead ahead)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var rounded = (short*)workspace;
        for (var row = 0; row < rows; row++)
        {
            SixteenBits<TLanes>.Round(queries + (row * dim), dim, dim, magnitudes[row], rounded + (row * dim));
        }

        var keys = (nint)head;
        Products<TPairs>.Multiply(workspace, dim / 2, &keys, dim / 2, dim / 2, Tokens, scores, stride, rows, ahead);
        var scales = KeyScales(head, dim);
        for (var row = 0; row < rows; row++)
        {
            var factor = TLanes.Broadcast(magnitudes[row] / short.MaxValue);
            var place = scores + (row * stride);
            for (var t = 0; t < Tokens; t += TLanes.Width)
            {
                TLanes.Store(TLanes.Multiply(TLanes.Load(place + t), TLanes.Multiply(TLanes.Load(scales + t), factor)), place + t);
            }
        }
    }

    [SkipLocalsInit]
    public static void Sum<TLanes>(float* weights, int stride, int rows, nint* heads, int blocks, int tokens, int dim, byte* workspace, float* sums, int sumStride)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var values = stackalloc nint[blocks];
        var factors = stackalloc float[rows];
        var product = stackalloc float[rows * dim];
        for (var block = 0; block < blocks; block++)
        {
            values[block] = (nint)Values((byte*)heads[block], dim);
            Scale<TLanes>(weights + (block * Tokens), stride, rows, ValueScales((byte*)heads[block], dim));
        }

        var rounded = (short*)workspace;
        var length = blocks * Tokens;
        for (var row = 0; row < rows; row++)
        {
            var from = weights + (row * stride);
            factors[row] = SixteenBits<TLanes>.Round(from, tokens, length, SixteenBits<TLanes>.Magnitude(from, tokens), rounded + (row * length));
        }

        Products<TPairs>.Multiply(workspace, length / 2, values, Tokens / 2, (tokens + 1) / 2, dim, product, dim, rows);
        for (var row = 0; row < rows; row++)
        {
            SixteenBits<TLanes>.Add(product + (row * dim), factors[row], 0, sums + (row * sumStride), dim);
        }
    }

    /// <summary>Multiplies each row of 32 by the tokens' scales.</summary>
    private static void Scale<TLanes>(float* rows, int stride, int count, float* scales)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var row = 0; row < count; row++)
        {
            for (var t = 0; t < Tokens; t += TLanes.Width)
            {
                var place = rows + (row * stride) + t;
                TLanes.Store(TLanes.Multiply(TLanes.Load(place), TLanes.Load(scales + t)), place);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load<TLanes>(byte* matrix, int i, int c, int columns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var pairs = (sbyte*)matrix + (((i / 2 * columns) + c) * 2);
        return i % 2 == 0 ? TLanes.LoadEven(pairs) : TLanes.LoadOdd(pairs);
    }

    private static int Index(int i, int c, int columns) => (((i / 2 * columns) + c) * 2) + (i % 2);

    private static byte* Values(byte* head, int dim) => head + (dim * Tokens);

    private static float* KeyScales(byte* head, int dim) => (float*)(head + (2 * dim * Tokens));

    private static float* ValueScales(byte* head, int dim) => KeyScales(head, dim) + Tokens;
}
