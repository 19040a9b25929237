using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

/// <summary>A token leaves out what is negligible to it, by the definition of what that is, in double precision.</summary>
public sealed class NegligibleBlocksTests
{
    private const int Chunk = 960;
    private const float Share = 0.05f;
    private static readonly KvShape Shape = RoutedRun.Shape;
    private static readonly RoutingOptions Options = new() { Budget = 768, Local = 32, Sink = 32, Probes = 8, Negligible = Share };

    public static TheoryData<KernelWidth> Widths() => [KernelWidth.Portable, KernelWidth.Vector256, KernelWidth.Vector512, KernelWidth.Widest];

    /// <summary>Of what the sink and up to 16 blocks weigh that lie beside each other. What is so again and again rests.</summary>
    [Theory, MemberData(nameof(Widths))]
    public void A_decoded_token_leaves_out_blocks_of_a_small_share(KernelWidth width) => Decodes(width, Options, int.MaxValue);

    [Theory, InlineData(int.MaxValue, 0.7f, 0.5f), InlineData(256, 0, 1), InlineData(256, -0.7f, 0.5f)]
    public void So_it_does_beyond_the_window_with_a_bias_and_with_fewer_blocks(int window, float bias, float coverage)
        => Decodes(KernelWidth.Widest, Options with { LocalBias = bias, Coverage = coverage }, window);

    /// <summary>Of what the blocks before it weigh, with those of its panel.</summary>
    [Theory, MemberData(nameof(Widths))]
    public void A_prompt_leaves_out_blocks_that_are_light_to_tokens_beside_each_other(KernelWidth width)
    {
        using var run = new RoutedRun(width, Options, tokens: Chunk + 40);
        run.Step(Chunk, MeasuredBlocks.All);
        var outputs = run.Step(40, MeasuredBlocks.All);
        var left = 0;
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            var rows = Prompt(run, head, 40, ref left);
            for (var row = 0; row < rows.Length; row++)
            {
                AssertEqual(rows[row], outputs[row / Shape.Group], head, row % Shape.Group);
            }
        }

        Assert.InRange(left, 100, 1000);
    }

    [Fact]
    public void As_long_as_all_blocks_are_attended_none_is_left_out()
    {
        using var all = new RoutedRun(KernelWidth.Widest, Options with { Negligible = 0 }, tokens: 720);
        using var run = new RoutedRun(KernelWidth.Widest, Options, tokens: 720);
        Assert.Equal(all.Step(700, MeasuredBlocks.All), run.Step(700, MeasuredBlocks.All));
        Assert.Equal(all.Step(1, MeasuredBlocks.None), run.Step(1, MeasuredBlocks.None));
    }

    private static void Decodes(KernelWidth width, RoutingOptions options, int window)
    {
        // After the second prompt the active set is another one, and nothing of it rests.
        const int First = 41, Prompt = 19, Second = 20;
        using var run = new RoutedRun(width, options, window, Chunk + First + Prompt + Second);
        for (var token = 0; token < run.Rows.Length; token++)
        {
            // Of every third block nobody wants to know anything for 20 tokens; then all do for four, none for three, and so on.
            var wanted = token >= Chunk + 20 && (token - Chunk - 20) % 7 < 4;
            for (var head = 0; head < Shape.Heads + Shape.KvHeads; head++)
            {
                ref var slowest = ref run.Rows[token][(head * RoutedRun.Dim) + (RoutedRun.Dim / 2) - 1];
                slowest = head < Shape.Heads ? (token < Chunk ? slowest : wanted ? 6 : -6) : token / KvShape.BlockTokens % 3 == 1 ? 5 : 0;
            }
        }

        var (left, rested, all) = (0, 0, 0);
        foreach (var (prompt, from, count) in new[] { (Chunk, Chunk, First), (Prompt, Chunk + First + Prompt, Second) })
        {
            run.Step(prompt, MeasuredBlocks.All);
            var idle = new int[Shape.KvHeads, options.BudgetBlocks];
            for (var position = from; position < from + count; position++)
            {
                var output = run.Step(1, MeasuredBlocks.None)[0];
                for (var head = 0; head < Shape.KvHeads; head++)
                {
                    var entries = Entries(run, head, position, window);
                    var looked = Spans(entries, run.Routing.FirstEntry(0, head), options).Select(span => span.Where(e => !Rests(span, e, idle, head, position)).ToList()).ToList();
                    var kept = looked.SelectMany(span => Kept(span, entries[0])).ToList();
                    foreach (var entry in looked.SelectMany(span => span).Where(e => e.Index < options.BudgetBlocks))
                    {
                        idle[head, entry.Index] = kept.Contains(entry) ? 0 : idle[head, entry.Index] + 1;
                    }

                    (rested, left, all) = (rested + entries.Count - looked.Sum(span => span.Count), left + looked.Sum(span => span.Count) - kept.Count, all + entries.Count);
                    for (var row = 0; row < Shape.Group; row++)
                    {
                        AssertEqual(Mean(run, head, kept.Select(e => (e.Tokens, e.Weights[row]))), output, head, row);
                    }
                }
            }
        }

        Assert.InRange(left, 1, all / 2);
        Assert.InRange(rested, all / 20, all / 2);
    }

    /// <summary>Up to 16 entries that are read together.</summary>
    private static List<List<Entry>> Spans(List<Entry> entries, int first, RoutingOptions options)
    {
        const int SpanBlocks = 16;
        var (spans, last) = (new List<List<Entry>>(), first + entries.Count);
        var local = options.LocalBias == 0 ? 0 : options.BudgetBlocks - options.LocalBlocks;
        for (var (from, to) = (0, 0); from < last; from = to)
        {
            to = Math.Min(last, from + SpanBlocks);
            to = from < local && local < to ? local : to;
            spans.Add([.. entries.Where(e => e.Index >= from && e.Index < to)]);
        }

        return [.. spans.Where(span => span.Count > 0)];
    }

    /// <summary>An active block that was negligible three times is looked at by every fourth token, and when the block before it, of the same span, was attended last.</summary>
    private static bool Rests(List<Entry> span, Entry entry, int[,] idle, int head, int position)
        => entry != span[0] && entry.Index < idle.GetLength(1) && idle[head, entry.Index] >= 3 && (position + entry.Index) % 4 != 0
            && !(idle[head, entry.Index - 1] == 0 && span.Single(e => e.Index == entry.Index - 1).Block == entry.Block - 1);

    /// <summary>The entries that a decoded token keeps: none of a span that all rows give less than the share of what it and the first block weigh.</summary>
    private static IEnumerable<Entry> Kept(List<Entry> span, Entry first)
    {
        var beside = span[0] == first ? Array.Empty<Entry>() : [first];
        return span.Where(e => Enumerable.Range(0, Shape.Group).Any(row => e.Sum(row) >= Share * span.Concat(beside).Sum(s => s.Sum(row))));
    }

    /// <summary>[tokens · group][headDim] of the last tokens: panels of four blocks, of each of which four rows at a time leave out the same.</summary>
    private static double[][] Prompt(RoutedRun run, int head, int tokens, ref int left)
    {
        const int PanelBlocks = 4, RowsTogether = 4, Tile = 32;
        var result = new List<double[]>();
        for (var from = 0; from < tokens; from += Tile)
        {
            var position = Chunk + from;
            var count = Math.Min(Tile, tokens - from);
            var rows = Enumerable.Range(0, count * Shape.Group).Select(r => (Entries: Entries(run, head, position + (r / Shape.Group), int.MaxValue), Row: r % Shape.Group)).ToArray();
            var kept = rows.Select(_ => new List<Entry>()).ToArray();
            var sums = new double[rows.Length];
            var numbers = rows[^1].Entries.Select(e => e.Tokens[0] / KvShape.BlockTokens).ToArray();
            for (var panel = 0; panel < numbers.Length; panel += PanelBlocks)
            {
                var first = Math.Max(0, (numbers[panel] * KvShape.BlockTokens) - position) * Shape.Group;
                for (var row = first; row < rows.Length; row += RowsTogether)
                {
                    var alike = Enumerable.Range(row, Math.Min(RowsTogether, rows.Length - row)).ToArray();
                    Entry? Of(int r, int entry) => entry < rows[r].Entries.Count ? rows[r].Entries[entry] : null;
                    double Weight(int r, int entry) => Of(r, entry)?.Sum(rows[r].Row) ?? 0;
                    var those = Enumerable.Range(panel, Math.Min(PanelBlocks, numbers.Length - panel)).ToArray();
                    var so = alike.ToDictionary(r => r, r => sums[r] + those.Sum(e => Weight(r, e)));
                    foreach (var entry in those)
                    {
                        var stays = alike.Any(r => Weight(r, entry) >= Share * so[r]);
                        left += stays ? 0 : 1;
                        foreach (var r in alike.Where(r => stays && Of(r, entry) is not null))
                        {
                            kept[r].Add(Of(r, entry)!);
                            sums[r] += Weight(r, entry);
                        }
                    }
                }
            }

            result.AddRange(rows.Select((r, i) => Mean(run, head, kept[i].Select(e => (e.Tokens, e.Weights[r.Row])))));
        }

        return [.. result];
    }

    /// <summary>What a head may attend, in the order of age, and the weight of each token of it for each row, of all that it may attend.</summary>
    private static List<Entry> Entries(RoutedRun run, int head, int position, int window)
    {
        var routing = run.Routing;
        var last = position / KvShape.BlockTokens;
        var isCompact = last >= window / KvShape.BlockTokens;
        var numbers = Enumerable.Range(0, routing.Entries(last)).Skip(routing.FirstEntry(0, head)).Select(e => (Entry: e, Block: routing.Block(0, head, e))).ToArray();
        var keys = numbers.SelectMany(n => Enumerable.Range(0, KvShape.BlockTokens).Select(o => (Token: (n.Block * KvShape.BlockTokens) + o, Place: ((isCompact ? n.Entry : n.Block) * KvShape.BlockTokens) + o, n.Entry))).Where(k => k.Token <= position).ToArray();
        double[] biases = [.. keys.Select(k => k.Entry >= routing.ActiveBlocks - routing.Options.LocalBlocks ? routing.Options.LocalBias : 0.0)];
        var weights = Reference.Weights(Shape, RoutedRun.Frequencies, run.Rows, position, head, [.. keys.Select(k => (k.Token, k.Place))], keys[^1].Place, biases);
        return [.. keys.Select((k, i) => (k, i)).GroupBy(k => k.k.Entry).Select(of => new Entry(of.Key, [.. of.Select(k => k.k.Token)], [.. weights.Select(row => of.Select(k => row[k.i]).ToArray())]))];
    }

    private static double[] Mean(RoutedRun run, int head, IEnumerable<(int[] Tokens, double[] Weights)> entries)
    {
        var (sum, result) = (0.0, new double[RoutedRun.Dim]);
        foreach (var (token, weight) in entries.SelectMany(e => e.Tokens.Zip(e.Weights)))
        {
            sum += weight;
            for (var d = 0; d < result.Length; d++)
            {
                result[d] += weight * run.Rows[token][((Shape.Heads + Shape.KvHeads + head) * RoutedRun.Dim) + d];
            }
        }

        return [.. result.Select(r => r / sum)];
    }

    private static void AssertEqual(double[] expected, float[] output, int head, int row)
    {
        for (var d = 0; d < expected.Length; d++)
        {
            Assert.Equal(expected[d], output[(((head * Shape.Group) + row) * RoutedRun.Dim) + d], 1e-4);
        }
    }

    /// <param name="Index">Among all entries of the head, those that are left free included.</param>
    /// <param name="Tokens">Of the block, those that are visible.</param>
    /// <param name="Weights">[group][tokens].</param>
    private sealed record Entry(int Index, int[] Tokens, double[][] Weights)
    {
        public int Block => Tokens[0] / KvShape.BlockTokens;

        public double Sum(int row) => Weights[row].Sum();
    }
}
