using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests.Kernels;

/// <summary>How near a token's key and value stay to what was computed when they are kept in bytes.</summary>
public sealed unsafe class Int8ElementTests
{
    [Theory, InlineData(64), InlineData(72), InlineData(6)]
    public void A_key_and_a_value_are_rounded_by_half_a_step_of_127_at_most(int dim)
    {
        Rounds<Lanes1>(dim);
        Rounds<Lanes256>(dim);
        Rounds<Lanes512>(dim);
    }

    private static void Rounds<TLanes>(int dim)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var random = new Random(3);
        // Tokens of very different size, one of them nothing: each has a scale of its own.
        var tokens = Enumerable.Range(0, KvShape.BlockTokens).Select(t => Enumerable.Range(0, 2 * dim).Select(_ => t == 7 ? 0 : MathF.Pow(2, t % 9) * ((2 * random.NextSingle()) - 1)).ToArray()).ToArray();
        var memory = new byte[new KvShape(1, 1, 1, dim, KvElement.Int8).HeadBytes];
        fixed (byte* head = memory)
        {
            for (var t = 0; t < tokens.Length; t++)
            {
                fixed (float* key = tokens[t])
                {
                    Int8Element<Pairs1>.StoreKey<TLanes>(head, dim, t, key, Magnitude(tokens[t].AsSpan(0, dim)));
                    Int8Element<Pairs1>.StoreValue<TLanes>(head, dim, t, key + dim, Magnitude(tokens[t].AsSpan(dim)));
                }
            }

            for (var t = 0; t < tokens.Length; t++)
            {
                var (ofKey, ofValue) = (Magnitude(tokens[t].AsSpan(0, dim)) / 253.99, Magnitude(tokens[t].AsSpan(dim)) / 253.99);
                for (var d = 0; d < dim; d++)
                {
                    Assert.InRange(Read(Int8Element<Pairs1>.LoadKeys<Lanes1>(head, dim, d, t)) - tokens[t][d], -ofKey, ofKey);
                    Assert.InRange(Read(Int8Element<Pairs1>.LoadValue<Lanes1>(head, dim, t, d)) - tokens[t][dim + d], -ofValue, ofValue);
                }
            }
        }
    }

    private static float Magnitude(ReadOnlySpan<float> row) => row.ToArray().Max(MathF.Abs);

    private static double Read(Lanes1 value)
    {
        float read;
        Lanes1.Store(value, &read);
        return read;
    }
}
