using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>
/// One bit an element of a block's keys: above the middle of its channel or below. A query's products with them are looked up, four channels at a time:
/// [channels / 4, 16 bytes], token t's four bits in the lower half of byte t, token t + 16's in the upper, so that one instruction (vpshufb) looks up 32 tokens
/// (as André, Kermarrec and Le Scouarnec 2017, Quick ADC, do with codes of product quantization).
/// </summary>
internal static unsafe class SignSketch
{
    private const int Tokens = KvShape.BlockTokens;
    private const int Entries = 16;

    /// <summary>
    /// How far from the middle a bit says that an element is, in steps of 4 bits. The mean of a normal distribution whose extremes of 32 are 15 steps apart is 2.9;
    /// where errors are made up for more does better (noise of a score, and of the three best of SmolLM2-135M's blocks those among the best fifth: 0.84 of its deviation of 2.4 and 80 % with 4, 0.95 and 78 % with 2.9, 1.36 and 67 % with nothing made up for; four layers).
    /// </summary>
    public const float Distance = 4;

    /// <summary>Bytes of a block's sketch.</summary>
    public static int Bytes(int dim) => Groups(dim) * Entries;

    /// <summary>Entries of a query's tables: each stands there twice, as registers that hold lower and upper halves of a sketch look them up.</summary>
    public static int TableEntries(int dim) => 2 * Bytes(dim);

    /// <summary>Takes the lowest bit of each code.</summary>
    /// <param name="codes">[pairs of channels, 32]: the first channel's code in the lower half.</param>
    /// <param name="dim">Channels.</param>
    /// <param name="sketch">[<see cref="Bytes"/>].</param>
    public static void Write(byte* codes, int dim, byte* sketch)
    {
        for (var group = 0; group < Groups(dim); group++)
        {
            var first = codes + (2 * group * Tokens);
            var second = (2 * group) + 1 < dim / 2 ? first + Tokens : null;
            var (lower, upper) = (Bits(first, second), Bits(first + (Tokens / 2), second is null ? null : second + (Tokens / 2)));
            (lower | (upper << 4)).Store(sketch + (group * Entries));
        }
    }

    /// <summary>tables[g, 0, b] = tables[g, 1, b] ≈ Σ_i ± query[4g + i] / factor, plus where bit i of b is set.</summary>
    /// <param name="query">[dim], each times what its channel lies from the middle.</param>
    /// <param name="dim">Channels.</param>
    /// <param name="tables">[dim / 4, 2, 16]: no sum of one entry of each table is beyond 8 bits.</param>
    /// <returns>The factor.</returns>
    public static float Tabulate(float* query, int dim, sbyte* tables)
    {
        var sum = TensorPrimitives.SumOfMagnitudes(new ReadOnlySpan<float>(query, dim));
        // Each entry is rounded by half at most.
        var factor = sum / Math.Max(1, sbyte.MaxValue - ((Groups(dim) + 1) / 2));
        var by = factor > 0 ? 1 / factor : 0;
        var entries = stackalloc float[Entries];
        for (var group = 0; group < Groups(dim); group++)
        {
            var first = 4 * group;
            entries[0] = -by * TensorPrimitives.Sum(new ReadOnlySpan<float>(query + first, Math.Min(4, dim - first)));
            for (var i = 0; i < 4; i++)
            {
                // Its sign changes in what is there so far.
                var twice = first + i < dim ? 2 * by * query[first + i] : 0;
                for (var bits = 0; bits < 1 << i; bits++)
                {
                    entries[(1 << i) + bits] = entries[bits] + twice;
                }
            }

            for (var bits = 0; bits < Entries; bits++)
            {
                var entry = (sbyte)MathF.Round(entries[bits]);
                (tables[(2 * group * Entries) + bits], tables[(((2 * group) + 1) * Entries) + bits]) = (entry, entry);
            }
        }

        return factor;
    }

    /// <summary>greatest[r] = max_t Σ_g tables[r, g, bits of token t in group g].</summary>
    /// <param name="sketch">[dim / 4, 16].</param>
    /// <param name="tables">[rows, dim / 4, 2, 16].</param>
    /// <param name="dim">Channels.</param>
    /// <param name="rows">How many.</param>
    /// <param name="greatest">[rows].</param>
    /// <param name="width">Floats of the registers to use.</param>
    [SkipLocalsInit]
    public static void Greatest(byte* sketch, sbyte* tables, int dim, int rows, float* greatest, int width)
    {
        var (groups, size) = (Groups(dim), TableEntries(dim));
        if (width == 1 || !Avx2.IsSupported)
        {
            for (var row = 0; row < rows; row++)
            {
                greatest[row] = Greatest(sketch, tables + (row * size), groups);
            }

            return;
        }

        var bits = stackalloc sbyte[size];
        var two = width == Vector512<float>.Count && Avx512BW.IsSupported && groups % 2 == 0;
        Spread(sketch, groups, bits, two);
        while (rows > 0)
        {
            var count = rows >= 4 ? 4 : 1;
            switch (two, count)
            {
                case (true, 4): GreatestOfTwo<Count4>(bits, tables, size, greatest); break;
                case (true, _): GreatestOfTwo<Count1>(bits, tables, size, greatest); break;
                case (_, 4): GreatestOfOne<Count4>(bits, tables, size, greatest); break;
                default: GreatestOfOne<Count1>(bits, tables, size, greatest); break;
            }

            rows -= count;
            tables += count * size;
            greatest += count;
        }
    }

    private static int Groups(int dim) => (dim + 3) / 4;

    private static Vector128<byte> Bits(byte* first, byte* second)
    {
        var a = Vector128.Load(first);
        var bits = (a & Vector128.Create((byte)1)) | ((a >> 3) & Vector128.Create((byte)2));
        if (second is null)
        {
            return bits;
        }

        var b = Vector128.Load(second);
        return bits | ((b << 2) & Vector128.Create((byte)4)) | ((b >> 1) & Vector128.Create((byte)8));
    }

    private static int Greatest(byte* sketch, sbyte* tables, int groups)
    {
        var most = int.MinValue;
        for (var t = 0; t < Tokens; t++)
        {
            var sum = 0;
            for (var group = 0; group < groups; group++)
            {
                var bits = sketch[(group * Entries) + (t % Entries)];
                sum += tables[(2 * group * Entries) + (t < Entries ? bits & 15 : bits >> 4)];
            }

            most = Math.Max(most, sum);
        }

        return most;
    }

    /// <summary>[groups, 16] bytes with two tokens' bits become [groups, 32] with one token's.</summary>
    private static void Spread(byte* sketch, int groups, sbyte* bits, bool two)
    {
        if (!two)
        {
            for (var group = 0; group < groups; group++)
            {
                var both = Vector128.Load(sketch + (group * Entries));
                (Vector256.Create(both, (both.AsUInt16() >> 4).AsByte()) & Vector256.Create((byte)15)).AsSByte().Store(bits + (2 * group * Entries));
            }

            return;
        }

        var twice = Vector512.Create(0L, 1, 0, 1, 2, 3, 2, 3);
        var shifts = Vector512.Create(Vector256.Create(Vector128<ushort>.Zero, Vector128.Create((ushort)4)), Vector256.Create(Vector128<ushort>.Zero, Vector128.Create((ushort)4)));
        for (var group = 0; group < groups; group += 2)
        {
            var both = Avx512F.PermuteVar8x64(Vector256.Load(sketch + (group * Entries)).ToVector512Unsafe().AsInt64(), twice).AsUInt16();
            (Avx512BW.ShiftRightLogicalVariable(both, shifts).AsByte() & Vector512.Create((byte)15)).AsSByte().Store(bits + (2 * group * Entries));
        }
    }

    /// <summary>Two groups at once: 64 lanes.</summary>
    private static void GreatestOfTwo<TRows>(sbyte* bits, sbyte* tables, int size, float* greatest)
        where TRows : struct, ICount
    {
        Vector512<sbyte> a = default, b = default, c = default, d = default;
        for (var end = tables + size; tables < end; tables += 4 * Entries, bits += 4 * Entries)
        {
            var index = Vector512.Load(bits);
            a += Avx512BW.Shuffle(Vector512.Load(tables), index);
            if (TRows.Value > 1)
            {
                b += Avx512BW.Shuffle(Vector512.Load(tables + size), index);
                c += Avx512BW.Shuffle(Vector512.Load(tables + (2 * size)), index);
                d += Avx512BW.Shuffle(Vector512.Load(tables + (3 * size)), index);
            }
        }

        Store<TRows>(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper(), greatest);
    }

    private static void GreatestOfOne<TRows>(sbyte* bits, sbyte* tables, int size, float* greatest)
        where TRows : struct, ICount
    {
        Vector256<sbyte> a = default, b = default, c = default, d = default;
        for (var end = tables + size; tables < end; tables += 2 * Entries, bits += 2 * Entries)
        {
            var index = Vector256.Load(bits);
            a += Avx2.Shuffle(Vector256.Load(tables), index);
            if (TRows.Value > 1)
            {
                b += Avx2.Shuffle(Vector256.Load(tables + size), index);
                c += Avx2.Shuffle(Vector256.Load(tables + (2 * size)), index);
                d += Avx2.Shuffle(Vector256.Load(tables + (3 * size)), index);
            }
        }

        Store<TRows>(a, b, c, d, greatest);
    }

    /// <summary>The greatest of the 32 sums of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TRows>(Vector256<sbyte> a, Vector256<sbyte> b, Vector256<sbyte> c, Vector256<sbyte> d, float* greatest)
        where TRows : struct, ICount
    {
        if (TRows.Value == 1)
        {
            *greatest = Most(a);
            return;
        }

        // Rows become neighbours, so that each step compares as many of all four: 32, 16, 8, and the last three within a register.
        var ab = Avx2.Max(Avx2.UnpackLow(a, b), Avx2.UnpackHigh(a, b)).AsInt16();
        var cd = Avx2.Max(Avx2.UnpackLow(c, d), Avx2.UnpackHigh(c, d)).AsInt16();
        var abcd = Avx2.Max(Avx2.UnpackLow(ab, cd).AsSByte(), Avx2.UnpackHigh(ab, cd).AsSByte());
        var most = Sse41.Max(abcd.GetLower(), abcd.GetUpper());
        most = Sse41.Max(most, Sse2.Shuffle(most.AsInt32(), 0b_00_00_11_10).AsSByte());
        most = Sse41.Max(most, Sse2.Shuffle(most.AsInt32(), 0b_00_00_00_01).AsSByte());
        Sse2.ConvertToVector128Single(Sse41.ConvertToVector128Int32(most)).Store(greatest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Most(Vector256<sbyte> sums)
    {
        var most = Sse41.Max(sums.GetLower(), sums.GetUpper());
        // The least of unsigned 16-bit numbers is one instruction (phminposuw); 127 - x turns the greatest into the least.
        var least = (Vector128.Create(sbyte.MaxValue) - most).AsUInt16();
        least = Sse2.Min((least & Vector128.Create((ushort)0xFF)).AsByte(), (least >> 8).AsByte()).AsUInt16();
        return sbyte.MaxValue - Sse41.MinHorizontal(least)[0];
    }
}
