using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Tests.Blocks;

public sealed class RefusedMemoryTests
{
    /// <summary>A slab of it is larger than what a process can address.</summary>
    private static readonly KvShape Shape = new(1 << 20, 1 << 20, 1 << 20, 8, KvElement.Int8);

    [Fact]
    public void A_pool_whose_memory_the_machine_refuses_has_no_blocks_from_then_on()
    {
        using var pool = Pool();
        Assert.Equal(64, pool.Available);
        Assert.Null(pool.TryTake());
        Assert.Equal((64, 0), (pool.Capacity, pool.Available));
        Assert.Null(pool.TryTake());
    }

    [Fact]
    public void A_reservation_that_the_machine_refuses_takes_nothing()
    {
        using var pool = Pool();
        var table = new BlockTable(pool);
        Assert.False(table.TryReserve(40));
        Assert.Equal(0, table.Blocks);
        table.Release();
        Assert.False(table.TryReserve(1));
    }

    private static BlockPool Pool() => new(Shape, 64 * Shape.BlockBytes);
}
