using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>Greatest score of a query among the 32 tokens of a cold block, in bytes: 32 products an instruction (vpmaddubsw), sums of 16 bits.</summary>
internal static unsafe class HalfByteScores
{
    private const int Tokens = KvShape.BlockTokens;

    /// <summary>What a query's elements may be so that a sum stays within 16 bits.</summary>
    public static int Range(int dim) => Math.Min(sbyte.MaxValue, short.MaxValue / (dim * 15));

    /// <summary>Numbers of 16 bits that fit 8.</summary>
    public static void Narrow(short* numbers, int count, sbyte* bytes)
    {
        var i = 0;
        for (; i + 16 <= count; i += 16)
        {
            Vector128.NarrowWithSaturation(Vector128.Load(numbers + i), Vector128.Load(numbers + i + 8)).Store(bytes + i);
        }

        for (; i < count; i++)
        {
            bytes[i] = (sbyte)numbers[i];
        }
    }

    /// <summary>greatest[r] = max_t Σ_p queries[r, 2p] · lower half of codes[p, t] + queries[r, 2p + 1] · its upper half.</summary>
    /// <param name="codes">[pairs, 32].</param>
    /// <param name="queries">[rows, 2 · pairs], within <see cref="Range"/>.</param>
    /// <param name="pairs">Half the width of a head.</param>
    /// <param name="rows">How many.</param>
    /// <param name="greatest">[rows].</param>
    /// <param name="portable">Without vectors.</param>
    public static void Greatest(byte* codes, sbyte* queries, int pairs, int rows, int* greatest, bool portable)
    {
        if (portable || !Avx2.IsSupported)
        {
            for (var row = 0; row < rows; row++)
            {
                greatest[row] = Greatest(codes, queries + (2 * row * pairs), pairs);
            }

            return;
        }

        for (; rows >= 4; rows -= 4)
        {
            Greatest<Count4>(codes, (short*)queries, pairs, greatest);
            queries += 8 * pairs;
            greatest += 4;
        }

        for (; rows > 0; rows--)
        {
            Greatest<Count1>(codes, (short*)queries, pairs, greatest++);
            queries += 2 * pairs;
        }
    }

    private static int Greatest(byte* codes, sbyte* query, int pairs)
    {
        var most = int.MinValue;
        for (var t = 0; t < Tokens; t++)
        {
            var sum = 0;
            for (var p = 0; p < pairs; p++)
            {
                var code = codes[(p * Tokens) + t];
                sum += (query[2 * p] * (code & 15)) + (query[(2 * p) + 1] * (code >> 4));
            }

            most = Math.Max(most, sum);
        }

        return most;
    }

    private static void Greatest<TRows>(byte* codes, short* queries, int pairs, int* greatest)
        where TRows : struct, ICount
    {
        Vector256<short> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        var half = Vector256.Create((byte)15);
        for (var p = 0; p < pairs; p++)
        {
            var bytes = Vector256.Load(codes + (p * Tokens));
            var (lower, upper) = (bytes & half, (bytes.AsUInt16() >> 4).AsByte() & half);
            // The order of the tokens is lost; the greatest does not need it.
            Vector256<byte> x0 = Avx2.UnpackLow(lower, upper), x1 = Avx2.UnpackHigh(lower, upper);
            Add(queries[p], x0, x1, ref a0, ref a1);
            if (TRows.Value > 1)
            {
                Add(queries[pairs + p], x0, x1, ref b0, ref b1);
                Add(queries[(2 * pairs) + p], x0, x1, ref c0, ref c1);
                Add(queries[(3 * pairs) + p], x0, x1, ref d0, ref d1);
            }
        }

        greatest[0] = Most(a0, a1);
        if (TRows.Value > 1)
        {
            (greatest[1], greatest[2], greatest[3]) = (Most(b0, b1), Most(c0, c1), Most(d0, d1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(short pair, Vector256<byte> x0, Vector256<byte> x1, ref Vector256<short> sum0, ref Vector256<short> sum1)
    {
        var query = Vector256.Create(pair).AsSByte();
        sum0 += Avx2.MultiplyAddAdjacent(x0, query);
        sum1 += Avx2.MultiplyAddAdjacent(x1, query);
    }

    private static int Most(Vector256<short> a, Vector256<short> b)
    {
        var most = Avx2.Max(a, b);
        var half = Sse2.Max(most.GetLower(), most.GetUpper());
        // The least of unsigned 16-bit numbers is one instruction (phminposuw).
        var flipped = Vector128.Create(short.MaxValue) - half;
        return short.MaxValue - Sse41.MinHorizontal(flipped.AsUInt16())[0];
    }
}
