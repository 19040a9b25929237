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
    public void What_was_chosen_anew_is_copied_anew()
    {
        var routing = Chosen();
        using var copy = new ActiveCopy(Shape, Options.BudgetBlocks);
        copy.GiveTo(routing);
        var source = new BlockPool(Shape, 1 << 22).TryTake()!.Address;
        Assert.Equal(source, Read());
        var copied = Read();
        Assert.NotEqual(source, copied);
        Assert.Equal(copied, Read());
        routing.SelectAll(new float[200]);
        Assert.Equal(source, Read());
        Assert.Equal(copied, Read());

        nint Read()
        {
            var cold = false;
            return copy.Read(0, 0, 0, source, ref cold);
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

    private static SequenceRouting Chosen()
    {
        var routing = new SequenceRouting(Options, Shape);
        routing.Advance(20);
        routing.SelectAll(new float[200]);
        return routing;
    }

    /// <summary>Outputs of conversations of which every other block is cold, and that choose anew on the way; one of them ends earlier.</summary>
    private static float[] Decode(long copyBytes)
    {
        var random = new Random(5);
        using var pool = new BlockPool(Shape, 1 << 24);
        using var attention = new PagedAttention(Shape, new RotaryTable(Frequencies), copyBytes: copyBytes);
        var tables = Enumerable.Range(0, Sequences).Select(i => new BlockTable(pool, $"{i}")).ToArray();
        var routings = tables.Select(_ => new SequenceRouting(Options, Shape)).ToArray();
        var outputs = new List<float>();
        for (var i = 0; i < Sequences; i++)
        {
            Step([i], Past, MeasuredBlocks.All);
            for (var block = 1; block < Past / KvShape.BlockTokens; block += 2)
            {
                Assert.True(tables[i].TryCool(block));
            }
        }

        for (var token = 1; token <= Answer; token++)
        {
            Step([.. Enumerable.Range(0, token < Answer / 2 ? Sequences : Sequences - 1)], 1, token % Options.Refresh == 0 ? MeasuredBlocks.AllForNext : MeasuredBlocks.None);
        }

        return [.. outputs];

        void Step(int[] sequences, int tokens, MeasuredBlocks measure)
        {
            var segments = sequences.Select((sequence, row) => new Segment(tables[sequence], row * tokens, tokens, routings[sequence], measure)).ToArray();
            Assert.All(sequences, sequence => Assert.True(tables[sequence].TryReserve(tokens)));
            attention.Plan(segments);
            var output = new float[sequences.Length * tokens * Shape.Heads * Shape.HeadDim];
            for (var layer = 0; layer < Shape.Layers; layer++)
            {
                var rows = new float[sequences.Length * tokens * (Shape.Heads + (2 * Shape.KvHeads)) * Shape.HeadDim];
                for (var i = 0; i < rows.Length; i++)
                {
                    rows[i] = ((random.NextSingle() * 2) - 1) * 2;
                }

                attention.Attend(layer, rows, output, new InOrder());
                Assert.Null(attention.Fault);
                outputs.AddRange(output);
            }

            Array.ForEach(sequences, sequence => tables[sequence].Commit(new int[Past + Answer + 1], tokens));
        }
    }
}
