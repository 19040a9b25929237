using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

public class ActiveCopiesTests
{
    private const int Past = 600;
    private const int Answer = 40;
    private const int Sequences = 3;
    private static readonly KvShape Shape = new(2, 4, 2, 32, KvElement.Int8);
    private static readonly RoutingOptions Options = new() { Budget = 160, Local = 32, Sink = 32, Probes = 8, Refresh = 16 };
    private static readonly double[] Frequencies = [.. Enumerable.Range(0, 16).Select(i => Math.Pow(10000, -i / 16.0))];
    private static readonly long RoomForOne = ActiveCopy.BytesOf(Shape, Options.BudgetBlocks);

    [Theory, InlineData(1), InlineData(2), InlineData(10)]
    public void What_is_read_from_copies_is_what_lies_in_the_blocks(int room) => Assert.Equal(Decode(0), Decode(room * RoomForOne));

    [Fact]
    public void Several_threads_read_the_same() => Assert.Equal(Decode(0), Decode(10 * RoomForOne, parallel: new OnThreads()));

    [Fact]
    public void From_the_third_token_on_the_blocks_themselves_are_not_read()
    {
        var undisturbed = Decode(0)[..15];
        Assert.Equal(undisturbed, Decode(10 * RoomForOne, disturb: Overwrite)[..15]);
        Assert.NotEqual(undisturbed, Decode(0, disturb: Overwrite)[..15]);
    }

    [Fact]
    public void A_copy_stays_what_it_was_when_its_block_cools()
    {
        var undisturbed = Decode(0)[..15];
        Assert.Equal(undisturbed, Decode(10 * RoomForOne, disturb: CoolAll)[..15]);
        Assert.NotEqual(undisturbed, Decode(0, disturb: CoolAll)[..15]);
    }

    [Fact]
    public void What_was_chosen_anew_is_copied_anew()
    {
        using var pool = new BlockPool(Shape, 1 << 22);
        var (routing, source) = (Chosen(), pool.TryTake()!.Address);
        using var copy = new ActiveCopy(Shape, Options.BudgetBlocks);
        copy.GiveTo(routing);
        Assert.Equal(source, Read());
        var copied = Read();
        Assert.NotEqual(source, copied);
        Assert.Equal(copied, Read());
        routing.SelectAll(new float[200]);
        Assert.Equal(source, Read());
        Assert.Equal(copied, Read());

        nint Read() => Address(copy, source);
    }

    [Fact]
    public void Nothing_of_the_former_owner_is_read()
    {
        using var pool = new BlockPool(Shape, 1 << 22);
        using var copy = new ActiveCopy(Shape, Options.BudgetBlocks);
        foreach (var owner in new[] { Chosen(), Chosen() })
        {
            var source = pool.TryTake()!.Address;
            copy.GiveTo(owner);
            Assert.Equal(source, Address(copy, source));
            Assert.NotEqual(source, Address(copy, source));
        }
    }

    [Fact]
    public void Room_is_kept_by_those_who_decode_and_left_by_those_who_ended()
    {
        using var copies = new ActiveCopies(Shape, RoomForOne + (RoomForOne / 2));
        var (first, second) = (Chosen(), Chosen());
        copies.Begin();
        var copy = copies.Of(first);
        Assert.NotNull(copy);
        Assert.Null(copies.Of(second));
        copies.Begin();
        Assert.Null(copies.Of(second));
        Assert.Same(copy, copies.Of(first));
        copies.Begin();
        Assert.Null(copies.Of(second));
        copies.Begin();
        Assert.Same(copy, copies.Of(second));
        Assert.Same(second, copy.Owner);
    }

    [Fact]
    public void Small_ones_that_were_left_make_room_for_a_larger_one()
    {
        using var copies = new ActiveCopies(Shape, RoomForOne);
        var small = new SequenceRouting(Options with { Budget = 96 }, Shape);
        small.Advance(20);
        copies.Begin();
        Assert.NotNull(copies.Of(small));
        copies.Begin();
        Assert.Null(copies.Of(Chosen()));
        copies.Begin();
        Assert.NotNull(copies.Of(Chosen()));
    }

    /// <summary>Where the first block is read.</summary>
    private static nint Address(ActiveCopy copy, nint source) => (copy.Of(0, 0).Find(0) ?? copy.Of(0, 0).Attend(0, source, isCold: false)).Address;

    private static SequenceRouting Chosen()
    {
        var routing = new SequenceRouting(Options, Shape);
        routing.Advance(20);
        routing.SelectAll(new float[200]);
        return routing;
    }

    /// <summary>Changes keys in all blocks that may be active.</summary>
    private static unsafe void Overwrite(BlockTable table)
    {
        for (var block = 0; block < Past / KvShape.BlockTokens; block++)
        {
            var shape = table.IsCold(block) ? Shape.Cold : Shape;
            for (var head = 0; head < Shape.Layers * Shape.KvHeads; head++)
            {
                new Span<byte>((void*)(table.Address(block) + (nint)shape.Offset(head / Shape.KvHeads, head % Shape.KvHeads)), 200).Fill(0x35);
            }
        }
    }

    private static void CoolAll(BlockTable table)
    {
        for (var block = 0; block < Past / KvShape.BlockTokens; block++)
        {
            table.TryCool(block);
        }
    }

    /// <summary>Outputs, token by token, of conversations of which every other block is cold, and that choose anew on the way; the first of them ends earlier than the others.</summary>
    private static float[][] Decode(long copyBytes, Action<BlockTable>? disturb = null, IParallelFor? parallel = null)
    {
        var random = new Random(5);
        using var pool = new BlockPool(Shape, 1 << 24);
        Known.Teach(pool);
        using var attention = new PagedAttention(Shape, new RotaryTable(Frequencies), copyBytes: copyBytes);
        var tables = Enumerable.Range(0, Sequences).Select(i => new BlockTable(pool, $"{i}")).ToArray();
        var routings = tables.Select(_ => new SequenceRouting(Options, Shape)).ToArray();
        for (var i = 0; i < Sequences; i++)
        {
            Step([i], Past, MeasuredBlocks.All);
            for (var block = 1; block < Past / KvShape.BlockTokens; block += 2)
            {
                Assert.True(tables[i].TryCool(block));
            }
        }

        var outputs = new List<float[]>();
        for (var token = 1; token <= Answer; token++)
        {
            if (token == 3 && disturb is not null)
            {
                Array.ForEach(tables, disturb);
            }

            var first = token < Answer / 2 ? 0 : 1;
            outputs.Add(Step([.. Enumerable.Range(first, Sequences - first)], 1, token % Options.Refresh == 0 ? MeasuredBlocks.AllForNext : MeasuredBlocks.None));
        }

        return [.. outputs];

        float[] Step(int[] sequences, int tokens, MeasuredBlocks measure)
        {
            var segments = sequences.Select((sequence, row) => new Segment(tables[sequence], row * tokens, tokens, routings[sequence], measure)).ToArray();
            Assert.All(sequences, sequence => Assert.True(tables[sequence].TryReserve(tokens)));
            attention.Plan(segments);
            var results = new List<float>();
            var output = new float[sequences.Length * tokens * Shape.Heads * Shape.HeadDim];
            for (var layer = 0; layer < Shape.Layers; layer++)
            {
                var rows = new float[sequences.Length * tokens * (Shape.Heads + (2 * Shape.KvHeads)) * Shape.HeadDim];
                for (var i = 0; i < rows.Length; i++)
                {
                    rows[i] = ((random.NextSingle() * 2) - 1) * 2;
                }

                attention.Attend(layer, rows, output, parallel ?? new InOrder());
                Assert.Null(attention.Fault);
                results.AddRange(output);
            }

            Array.ForEach(sequences, sequence => tables[sequence].Commit(new int[Past + Answer + 1], tokens));
            return [.. results];
        }
    }

    private sealed class OnThreads : IParallelFor
    {
        public void Run(PagedAttention attention, int units) => Parallel.For(0, units, attention.RunUnit);
    }
}
