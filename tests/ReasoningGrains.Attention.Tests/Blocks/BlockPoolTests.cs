using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Tests.Blocks;

public sealed class BlockPoolTests
{
    private static readonly KvShape Shape = new(1, 1, 1, 8, KvElement.Int8);

    [Fact]
    public void A_prefix_is_found_again_after_its_sequence_let_go()
    {
        using var pool = Pool(8);
        var tokens = Enumerable.Range(0, 100).ToArray();
        Fill(pool, tokens).Release();
        var second = new BlockTable(pool);
        Assert.Equal(96, second.Adopt(tokens));
        Assert.Equal(5, pool.Available);
    }

    [Fact]
    public void The_last_token_is_never_adopted()
    {
        using var pool = Pool(8);
        var tokens = Enumerable.Range(0, 64).ToArray();
        Fill(pool, tokens).Release();
        Assert.Equal(32, new BlockTable(pool).Adopt(tokens));
    }

    [Fact]
    public void Equal_tokens_after_another_prefix_are_not_the_same_block()
    {
        using var pool = Pool(8);
        Fill(pool, [.. Enumerable.Range(0, 64), 1]).Release();
        Assert.Equal(0, new BlockTable(pool).Adopt([.. Enumerable.Range(32, 64), 1]));
    }

    [Fact]
    public void What_follows_a_block_is_found_when_that_was_forgotten_and_computed_again()
    {
        using var pool = Pool(4);
        var tokens = Enumerable.Range(0, 65).ToArray();
        var (first, twin) = (new BlockTable(pool), new BlockTable(pool));
        Assert.True(first.TryReserve(32) && twin.TryReserve(64));
        first.Commit(tokens, 32);
        twin.Commit(tokens, 64);
        first.Release();
        Assert.NotNull(pool.TryTake());
        var forgetting = pool.TryTake()!;
        Assert.Equal(0, new BlockTable(pool).Adopt(tokens));
        pool.Release(forgetting);
        var again = new BlockTable(pool);
        Assert.True(again.TryReserve(32));
        again.Commit(tokens, 32);
        Assert.Equal(64, new BlockTable(pool).Adopt(tokens));
    }

    [Fact]
    public void A_full_pool_gives_the_block_that_was_left_longest_ago()
    {
        using var pool = Pool(2);
        int[] old = [.. Enumerable.Range(0, 32), 0], recent = [.. Enumerable.Range(500, 32), 0];
        FillWhole(pool, old).Release();
        FillWhole(pool, recent).Release();
        Assert.NotNull(pool.TryTake());
        Assert.Equal(0, new BlockTable(pool).Adopt(old));
        Assert.Equal(32, new BlockTable(pool).Adopt(recent));
    }

    [Fact]
    public void A_reservation_that_does_not_fit_takes_nothing()
    {
        using var pool = Pool(2);
        Assert.False(new BlockTable(pool).TryReserve(65));
        Assert.Equal(2, pool.Available);
    }

    [Fact]
    public void A_cold_block_is_found_in_place_of_the_one_it_was_made_of()
    {
        using var pool = Pool(64);
        var tokens = Enumerable.Range(0, 100).ToArray();
        var (first, fork) = (Fill(pool, tokens), new BlockTable(pool));
        fork.Adopt(tokens);
        Assert.True(first.TryCool(1));
        Assert.False(first.TryCool(1));
        Assert.Equal((true, false), (first.IsCold(1), fork.IsCold(1)));
        fork.Release();
        first.Release();
        var second = new BlockTable(pool);
        Assert.Equal(96, second.Adopt(tokens));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(second.IsCold));
        Assert.Equal((2 * Shape.BlockBytes) + Shape.Cold.BlockBytes, second.Bytes);
    }

    [Fact]
    public void An_open_block_and_one_that_is_not_found_do_not_cool()
    {
        using var pool = Pool(64);
        var tokens = Enumerable.Range(0, 40).ToArray();
        var (first, twin) = (Fill(pool, tokens), Fill(pool, tokens));
        Assert.False(first.TryCool(1));
        Assert.False(twin.TryCool(0));
    }

    [Fact]
    public void Memory_of_one_tier_that_nobody_holds_serves_the_other()
    {
        using var pool = Pool(64);
        int[] Tokens(int seed) => [.. Enumerable.Range(0, 961).Select(t => (t * 7) + seed)];
        foreach (var seed in new[] { 1, 2, 3, 4, 5 })
        {
            var table = Fill(pool, Tokens(seed));
            var cooled = Enumerable.Range(0, 30).Count(table.TryCool);
            Assert.InRange(cooled, 1, 30);
            table.Release();
            var again = new BlockTable(pool);
            Assert.Equal(960, again.Adopt(Tokens(seed)));
            again.Release();
        }

        Assert.True(new BlockTable(pool).TryReserve(pool.Available * 32));
    }

    [Fact]
    public void Of_memory_that_nobody_holds_what_was_left_first_serves_the_other()
    {
        using var pool = Pool(3 * KvShape.SlabBlocks);
        int[] Tokens(int seed) => [.. Enumerable.Range(0, KvShape.SlabBlocks * 32).Select(t => (t * 7) + seed)];
        BlockTable madeFirst = Fill(pool, Tokens(1)), leftFirst = Fill(pool, Tokens(2)), held = Fill(pool, Tokens(3));
        leftFirst.Release();
        madeFirst.Release();
        Assert.True(held.TryCool(0));
        Assert.Equal(0, new BlockTable(pool).Adopt([.. Tokens(2), 0]));
        Assert.Equal(KvShape.SlabBlocks * 32, new BlockTable(pool).Adopt([.. Tokens(1), 0]));
    }

    [Fact]
    public void A_pool_cannot_be_of_four_bits()
        => Assert.Contains("allowed: Int8, Float32", Assert.Throws<ArgumentException>(() => new BlockPool(Shape.Cold, 1 << 20)).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_order_of_use_keeps_the_count_of_blocks()
    {
        var random = new Random(11);
        using var pool = Pool(10);
        var held = new List<BlockTable>();
        for (var step = 0; step < 2000; step++)
        {
            if (held.Count > 0 && random.Next(2) == 0)
            {
                var at = random.Next(held.Count);
                held[at].Release();
                held.RemoveAt(at);
                continue;
            }

            var tokens = Enumerable.Repeat(random.Next(3), random.Next(1, 130)).ToArray();
            var table = new BlockTable(pool);
            var adopted = table.Adopt(tokens);
            if (!table.TryReserve(tokens.Length - adopted))
            {
                table.Release();
                continue;
            }

            table.Commit(tokens, tokens.Length - adopted);
            if (random.Next(3) == 0)
            {
                table.TryCool(random.Next(table.Blocks));
            }

            held.Add(table);
        }

        held.ForEach(t => t.Release());
        Assert.Equal(10, pool.Available);
    }

    [Fact]
    public void Nothing_cools_before_enough_is_known_of_the_heads()
    {
        using var pool = new BlockPool(Shape, 64 * Shape.BlockBytes);
        var table = Fill(pool, [.. Enumerable.Range(0, 100)]);
        Assert.False(table.TryCool(1));
        Assert.Equal(64 - 4, pool.Available);
        Known.Teach(pool);
        Assert.True(table.TryCool(1));
    }

    private static BlockPool Pool(int blocks)
    {
        var pool = new BlockPool(Shape, blocks * Shape.BlockBytes);
        Known.Teach(pool);
        return pool;
    }

    private static BlockTable Fill(BlockPool pool, int[] tokens)
    {
        var table = new BlockTable(pool);
        Assert.True(table.TryReserve(tokens.Length));
        table.Commit(tokens, tokens.Length);
        return table;
    }

    private static BlockTable FillWhole(BlockPool pool, int[] tokens) => Fill(pool, tokens[..^1]);
}
