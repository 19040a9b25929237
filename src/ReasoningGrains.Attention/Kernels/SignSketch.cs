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

    /// <summary>Bytes of a block's sketch, and entries of a query's tables.</summary>
    public static int Bytes(int dim) => Groups(dim) * Entries;

    /// <summary>Takes the highest bit of each code.</summary>
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

    /// <summary>tables[g, b] ≈ Σ_i ± query[4g + i] / factor, plus where bit i of b is set.</summary>
    /// <param name="query">[dim], each times what its channel lies from the middle.</param>
    /// <param name="dim">Channels.</param>
    /// <param name="tables">[dim / 4, 16]: no sum of one entry of each table is beyond 8 bits.</param>
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
                tables[(group * Entries) + bits] = (sbyte)MathF.Round(entries[bits]);
            }
        }

        return factor;
    }

    /// <summary>greatest[r] = max_t Σ_g tables[r, g, bits of token t in group g].</summary>
    /// <param name="sketch">[dim / 4, 16].</param>
    /// <param name="tables">[rows, dim / 4, 16].</param>
    /// <param name="dim">Channels.</param>
    /// <param name="rows">How many.</param>
    /// <param name="greatest">[rows].</param>
    /// <param name="portable">Without vectors.</param>
    public static void Greatest(byte* sketch, sbyte* tables, int dim, int rows, int* greatest, bool portable)
    {
        var size = Bytes(dim);
        if (portable || !Avx2.IsSupported)
        {
            for (var row = 0; row < rows; row++)
            {
                greatest[row] = Greatest(sketch, tables + (row * size), size);
            }

            return;
        }

        for (; rows >= 4; rows -= 4)
        {
            Greatest<Count4>(sketch, tables, size, greatest);
            tables += 4 * size;
            greatest += 4;
        }

        for (; rows > 0; rows--)
        {
            Greatest<Count1>(sketch, tables, size, greatest++);
            tables += size;
        }
    }

    private static int Groups(int dim) => (dim + 3) / 4;

    private static Vector128<byte> Bits(byte* first, byte* second)
    {
        var a = Vector128.Load(first);
        var bits = ((a >> 3) & Vector128.Create((byte)1)) | ((a >> 6) & Vector128.Create((byte)2));
        if (second is null)
        {
            return bits;
        }

        var b = Vector128.Load(second);
        return bits | ((b >> 1) & Vector128.Create((byte)4)) | ((b >> 4) & Vector128.Create((byte)8));
    }

    private static int Greatest(byte* sketch, sbyte* tables, int size)
    {
        var most = int.MinValue;
        for (var t = 0; t < Tokens; t++)
        {
            var sum = 0;
            for (var group = 0; group < size; group += Entries)
            {
                var bits = sketch[group + (t % Entries)];
                sum += tables[group + (t < Entries ? bits & 15 : bits >> 4)];
            }

            most = Math.Max(most, sum);
        }

        return most;
    }

    private static void Greatest<TRows>(byte* sketch, sbyte* tables, int size, int* greatest)
        where TRows : struct, ICount
    {
        Vector256<sbyte> a = default, b = default, c = default, d = default;
        var half = Vector256.Create((byte)15);
        for (var group = 0; group < size; group += Entries)
        {
            var both = Vector128.Load(sketch + group);
            var bits = (Vector256.Create(both, (both.AsUInt16() >> 4).AsByte()) & half).AsSByte();
            a += Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(tables + group), bits);
            if (TRows.Value > 1)
            {
                b += Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(tables + size + group), bits);
                c += Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(tables + (2 * size) + group), bits);
                d += Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(tables + (3 * size) + group), bits);
            }
        }

        greatest[0] = Most(a);
        if (TRows.Value > 1)
        {
            (greatest[1], greatest[2], greatest[3]) = (Most(b), Most(c), Most(d));
        }
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
