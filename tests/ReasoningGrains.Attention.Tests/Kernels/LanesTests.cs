using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Tests.Kernels;

/// <summary>What registers of each width compute, against double precision.</summary>
public sealed unsafe class LanesTests
{
    [Fact]
    public void E_to_the_x_is_as_near_as_promised()
    {
        Near<Lanes1>();
        Near<Lanes256>();
        Near<Lanes512>();

        static void Near<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (var x = 0f; x >= -87; x -= 0.00037f)
            {
                Assert.InRange(Math.Abs((All<TLanes>(x) / Math.Exp(x)) - 1), 0, 2.5e-7);
            }
        }
    }

    [Theory]
    [InlineData(-87.01f)]
    [InlineData(-200f)]
    [InlineData(-1e30f)]
    [InlineData(float.NegativeInfinity)]
    public void Of_what_is_far_below_0_it_is_nothing(float x)
    {
        Assert.Equal(0, All<Lanes256>(x));
        Assert.Equal(0, All<Lanes512>(x));
    }

    [Fact]
    public void Four_registers_are_summed_each_by_itself()
    {
        Sums<Lanes1>();
        Sums<Lanes256>();
        Sums<Lanes512>();

        static void Sums<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            var width = TLanes.Width;
            var (values, sums) = (Enumerable.Range(0, 4 * width).Select(i => (i * i % 37) + (i / 4f)).ToArray(), new float[4]);
            fixed (float* from = values, to = sums)
            {
                TLanes.StoreHorizontalSums(TLanes.Load(from), TLanes.Load(from + width), TLanes.Load(from + (2 * width)), TLanes.Load(from + (3 * width)), to);
                for (var i = 0; i < 4; i++)
                {
                    Assert.Equal(values.Skip(i * width).Take(width).Sum(), sums[i]);
                    Assert.Equal(sums[i], TLanes.HorizontalSum(TLanes.Load(from + (i * width))));
                }
            }
        }
    }

    /// <summary>e to the x, of which all lanes must be the same.</summary>
    private static float All<TLanes>(float x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var lanes = stackalloc float[TLanes.Width];
        TLanes.Store(TLanes.Exp(TLanes.Broadcast(x)), lanes);
        var first = lanes[0];
        Assert.All(new Span<float>(lanes, TLanes.Width).ToArray(), lane => Assert.Equal(first, lane));
        return first;
    }
}
