using System.Runtime.CompilerServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>
/// Half bytes: a key's element d is <c>code · step_d + lowest_d</c>, a value of token t <c>code · step_t + lowest_t</c>; kept is the middle, <c>lowest + 7.5 · step</c>. In both products steps go into
/// the left side, and what the lowest contribute is one number a row: <c>q·k_t = Σ_d (q_d step_d) code_dt + Σ_d q_d lowest_d</c>, <c>Σ_t w_t v_t = Σ_t (w_t step_t) code_td + Σ_t w_t lowest_t</c>.
/// </summary>
internal readonly unsafe struct Int4Element<TPairs> : IElement
    where TPairs : unmanaged, IPairs<TPairs>
{
    private const int Tokens = KvShape.BlockTokens;
    private const float Middle = 7.5f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadKeys<TLanes>(byte* head, int dim, int d, int token)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var step = Single(KeySteps(head, dim)[d]);
        return TLanes.MultiplyAdd(Load<TLanes>(head, d, token, Tokens), TLanes.Broadcast(step), TLanes.Broadcast(Single(KeyMiddles(head, dim)[d]) - (Middle * step)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadLevels<TLanes>(byte* head, int dim, int d, int token)
        where TLanes : unmanaged, ILanes<TLanes> => LoadKeys<TLanes>(head, dim, d, token);

    public static float LoadKeyScales(byte* head, int dim, float* scales)
    {
        new Span<float>(scales, Tokens).Fill(1);
        var most = 0f;
        for (var d = 0; d < dim; d++)
        {
            most = MathF.Max(most, MathF.Abs(Single(KeyMiddles(head, dim)[d])) + (Middle * MathF.Abs(Single(KeySteps(head, dim)[d]))));
        }

        return most;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadValue<TLanes>(byte* head, int dim, int token, int d)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var steps = ValueSteps(head, dim);
        var step = Single(steps[token]);
        return TLanes.MultiplyAdd(Load<TLanes>(Values(head, dim), token, d, dim), TLanes.Broadcast(step), TLanes.Broadcast(Single(steps[Tokens + token]) - (Middle * step)));
    }

    [SkipLocalsInit]
    public static void Score<TLanes>(float* queries, int rows, float* magnitudes, byte* head, int dim, byte* workspace, float* scores, int stride, Ahead ahead)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var factors = stackalloc float[2 * rows];
        var rounded = (short*)workspace;
        var scaled = (float*)(workspace + (rows * dim * sizeof(short)));
        for (var row = 0; row < rows; row++)
        {
            factors[rows + row] = Fold<TLanes>(queries + (row * dim), KeySteps(head, dim), KeyMiddles(head, dim), scaled, dim);
            factors[row] = SixteenBits<TLanes>.Round(scaled, dim, dim, SixteenBits<TLanes>.Magnitude(scaled, dim), rounded + (row * dim));
        }

        var keys = (nint)head;
        Products<Nibbles<TPairs>>.Multiply(workspace, dim / 2, &keys, dim / 2, dim / 2, Tokens, scores, stride, rows, ahead);
        for (var row = 0; row < rows; row++)
        {
            TLanes factor = TLanes.Broadcast(factors[row]), offset = TLanes.Broadcast(factors[rows + row]);
            var place = scores + (row * stride);
            for (var t = 0; t < Tokens; t += TLanes.Width)
            {
                TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(place + t), factor, offset), place + t);
            }
        }
    }

    [SkipLocalsInit]
    public static void Sum<TLanes>(float* weights, int stride, int rows, nint* heads, int blocks, int tokens, int dim, byte* workspace, float* sums, int sumStride)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var values = stackalloc nint[blocks];
        var factors = stackalloc float[rows];
        var offsets = stackalloc float[rows];
        var product = stackalloc float[rows * dim];
        new Span<float>(offsets, rows).Clear();
        for (var block = 0; block < blocks; block++)
        {
            values[block] = (nint)Values((byte*)heads[block], dim);
            var steps = ValueSteps((byte*)heads[block], dim);
            for (var row = 0; row < rows; row++)
            {
                var place = weights + (row * stride) + (block * Tokens);
                offsets[row] += Fold<TLanes>(place, steps, steps + Tokens, place, Tokens);
            }
        }

        var rounded = (short*)workspace;
        var length = blocks * Tokens;
        for (var row = 0; row < rows; row++)
        {
            var from = weights + (row * stride);
            factors[row] = SixteenBits<TLanes>.Round(from, tokens, length, SixteenBits<TLanes>.Magnitude(from, tokens), rounded + (row * length));
        }

        Products<Nibbles<TPairs>>.Multiply(workspace, length / 2, values, Tokens / 2, (tokens + 1) / 2, dim, product, dim, rows);
        for (var row = 0; row < rows; row++)
        {
            SixteenBits<TLanes>.Add(product + (row * dim), factors[row], offsets[row], sums + (row * sumStride), dim);
        }
    }

    /// <summary>scaled = row · steps, element by element; returns row · (middles - 7.5 · steps).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold<TLanes>(float* row, ushort* steps, ushort* middles, float* scaled, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = default, down = TLanes.Broadcast(-Middle);
        for (var i = 0; i < count; i += TLanes.Width)
        {
            var value = TLanes.Load(row + i);
            var step = TLanes.LoadUpper(steps + i);
            sum = TLanes.MultiplyAdd(value, TLanes.MultiplyAdd(step, down, TLanes.LoadUpper(middles + i)), sum);
            TLanes.Store(TLanes.Multiply(value, step), scaled + i);
        }

        return TLanes.HorizontalSum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load<TLanes>(byte* matrix, int i, int c, int columns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var bytes = matrix + (i / 2 * columns) + c;
        return i % 2 == 0 ? TLanes.LoadLowHalf(bytes) : TLanes.LoadHighHalf(bytes);
    }

    /// <summary>Of a bfloat16.</summary>
    private static float Single(ushort upper) => BitConverter.UInt32BitsToSingle((uint)upper << 16);

    private static byte* Values(byte* head, int dim) => head + (dim * Tokens / 2);

    private static ushort* KeySteps(byte* head, int dim) => (ushort*)(head + (dim * Tokens));

    private static ushort* KeyMiddles(byte* head, int dim) => KeySteps(head, dim) + dim;

    private static ushort* ValueSteps(byte* head, int dim) => KeySteps(head, dim) + (2 * dim);
}
