using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Kernels;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention.Tests.Routing;

/// <summary>Mass, choice and attention over the chosen blocks, against double precision.</summary>
public sealed class RoutedAttentionTests
{
    private const int Dim = RoutedRun.Dim;
    private const int Chunk = 300;
    private static readonly KvShape Shape = RoutedRun.Shape;
    private static readonly RoutingOptions Options = new() { Budget = 160, Local = 32, Sink = 32, Probes = 8, Refresh = 16, Negligible = 0 };
    private static readonly double[] Frequencies = RoutedRun.Frequencies;

    public static TheoryData<KernelWidth> Widths() => [KernelWidth.Portable, KernelWidth.Vector256, KernelWidth.Vector512, KernelWidth.Widest];

    [Theory, MemberData(nameof(Widths))]
    public void The_first_measurement_is_the_mean_softmax_of_the_probes_without_the_sink(KernelWidth width) => Measures(width, int.MaxValue, farthest: 9);

    [Theory, MemberData(nameof(Widths))]
    public void Beyond_the_window_nothing_is_measured_from_further_away_than_the_active_set_stands(KernelWidth width) => Measures(width, 256, farthest: 4);

    [Theory, MemberData(nameof(Widths))]
    public void A_sink_far_above_all_others_does_not_hide_them(KernelWidth width) => Measures(width, int.MaxValue, farthest: 9, sink: 400);

    private static void Measures(KernelWidth width, int window, int farthest, float? sink = null)
    {
        using var run = new RoutedRun(width, Options, window);
        for (var probe = Chunk - Options.Probes; sink is { } length && probe < Chunk; probe++)
        {
            run.Point(5, Shape.Heads, Shape.KvHeads, length);
            run.Point(probe, 0, Shape.Heads, 8);
        }

        run.Step(Chunk, MeasuredBlocks.All);
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            var expected = new double[(Chunk + 31) / 32];
            for (var probe = Chunk - Options.Probes; probe < Chunk; probe++)
            {
                foreach (var row in Reference.Weights(Shape, Frequencies, run.Rows, probe, head, [.. Enumerable.Range(32, probe + 1 - 32).Select(t => (t, (Math.Max(t / 32, (probe / 32) - farthest) * 32) + (t % 32)))], probe))
                {
                    for (var t = 0; t < row.Length; t++)
                    {
                        expected[(t + 32) / 32] += row[t] / (Options.Probes * Shape.Group);
                    }
                }
            }

            var weights = run.Routing.Weights(0, head, expected.Length);
            for (var block = 0; block < expected.Length; block++)
            {
                Assert.Equal(expected[block], weights[block], 1e-4);
            }
        }
    }

    /// <summary>What is measured second is that of α = 0.</summary>
    [Theory]
    [InlineData(int.MaxValue, null, 0.6)]
    [InlineData(256, null, 0.3)]
    [InlineData(int.MaxValue, 0.9f, 0.9)]
    [InlineData(256, 0.9f, 0.9)]
    public void What_was_before_stays_by_alpha_and_by_less_beyond_the_window_unless_it_was_asked_for(int window, float? alpha, double stays)
    {
        float[][] Weights(float? asked)
        {
            using var run = new RoutedRun(KernelWidth.Widest, Options with { Alpha = asked }, window);
            run.Step(Chunk, MeasuredBlocks.All);
            var first = run.Routing.Weights(0, 1, 11).ToArray();
            run.Step(40, MeasuredBlocks.All);
            return [first, run.Routing.Weights(0, 1, 11).ToArray()];
        }

        var (both, second) = (Weights(alpha), Weights(0)[1]);
        Assert.NotEqual(both[0], second);
        for (var block = 0; block < second.Length; block++)
        {
            Assert.Equal((stays * both[0][block]) + ((1 - stays) * second[block]), both[1][block], 1e-5);
        }
    }

    /// <summary>Of the sixteen, the first eight stand in the sink's own block.</summary>
    [Theory, MemberData(nameof(Widths))]
    public void A_probe_that_sees_the_sink_alone_counts_for_nothing(KernelWidth width)
    {
        using var run = new RoutedRun(width, Options with { Probes = 16 }, int.MaxValue);
        run.Step(40, MeasuredBlocks.All);
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            Assert.Equal(1, run.Routing.Weights(0, head, 2)[1], 1e-5);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_decoded_token_attends_sink_local_and_heaviest_blocks_exactly(KernelWidth width) => Decodes(width, Options, int.MaxValue);

    [Theory, MemberData(nameof(Widths))]
    public void Beyond_the_window_the_attended_blocks_stand_side_by_side(KernelWidth width) => Decodes(width, Options, 256);

    [Theory, MemberData(nameof(Widths))]
    public void A_bias_shifts_the_log_odds_of_the_local_window(KernelWidth width) => Decodes(width, Options with { LocalBias = 0.7f }, int.MaxValue);

    [Theory, InlineData(0f), InlineData(0.5f), InlineData(0.95f)]
    public void The_choice_reads_ahead_by_its_share(float share) => Decodes(KernelWidth.Widest, Options with { ReadAhead = share }, int.MaxValue);

    [Theory, InlineData(1f, int.MaxValue), InlineData(0.9f, int.MaxValue), InlineData(0.5f, int.MaxValue), InlineData(0.5f, 256)]
    public void No_more_blocks_are_attended_than_cover_a_share_of_the_weight(float share, int window)
        => Decodes(KernelWidth.Widest, Options with { Coverage = share, LocalBias = 0.7f }, window);

    [Fact]
    public void A_span_of_which_no_block_is_attended_adds_nothing()
    {
        const int Tokens = 1000, Needle = 300, SpanBlocks = 16;
        using var run = new RoutedRun(KernelWidth.Widest, Options with { Budget = 768, Coverage = 0.5f }, tokens: Tokens + 1);
        run.Point(Needle, Shape.Heads, Shape.KvHeads, 40);
        for (var token = Tokens - 20; token < Tokens; token++)
        {
            run.Point(token, 0, Shape.Heads, 8);
        }

        run.Step(Tokens - 21, MeasuredBlocks.None);
        // Leaves something where the next token's spans are joined.
        run.Step(1, MeasuredBlocks.None);
        run.Step(20, MeasuredBlocks.All);
        var output = run.Step(1, MeasuredBlocks.None)[0];
        Assert.All(Enumerable.Range(0, Shape.KvHeads), head => Assert.InRange(run.Routing.FirstEntry(0, head), SpanBlocks, 24));
        run.AssertRow(output, Tokens, int.MaxValue, bias: 0);
        run.AssertChoice();
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_segment_attends_the_active_set_and_itself(KernelWidth width) => Segments(width, Options, int.MaxValue);

    [Theory, InlineData(int.MaxValue), InlineData(256)]
    public void A_segment_attends_no_more_blocks_than_cover_a_share_of_the_weight(int window) => Segments(KernelWidth.Widest, Options with { Coverage = 0.5f, LocalBias = 0.7f }, window);

    private static void Segments(KernelWidth width, RoutingOptions options, int window)
    {
        using var run = new RoutedRun(width, options, window);
        run.Step(Chunk, MeasuredBlocks.All);
        var outputs = run.Step(40, MeasuredBlocks.All);
        for (var i = 0; i < outputs.Length; i++)
        {
            run.AssertRow(outputs[i], Chunk + i, window, options.LocalBias);
        }

        run.AssertChoice();
    }

    [Fact]
    public void W_after_a_segment_does_not_depend_on_how_it_was_cut()
    {
        using var whole = new RoutedRun(KernelWidth.Widest, Options);
        whole.Step(Chunk, MeasuredBlocks.All);
        var before = whole.Routing.Weights(0, 0, 9).ToArray();
        whole.Step(80, MeasuredBlocks.All);
        using var cut = new RoutedRun(KernelWidth.Widest, Options);
        cut.Step(100, MeasuredBlocks.AllOfChunk);
        cut.Step(150, MeasuredBlocks.AllOfChunk);
        cut.Step(Chunk - 250, MeasuredBlocks.All);
        Assert.Equal(before, cut.Routing.Weights(0, 0, 9).ToArray());
        cut.Step(30, MeasuredBlocks.AllOfChunk);
        Assert.NotEqual(before, cut.Routing.Weights(0, 0, 9).ToArray());
        cut.Step(10, MeasuredBlocks.None);
        cut.Step(40, MeasuredBlocks.All);
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            Assert.Equal(whole.Routing.Weights(0, head, 12), cut.Routing.Weights(0, head, 12));
        }
    }

    /// <summary>One head looks at what was said last, the other one far back.</summary>
    [Fact]
    public void Nor_does_it_where_only_candidates_are_measured()
    {
        const int Tokens = 5000, Needle = 700;
        var weights = new[] { (int[])[200], [50, 30, 120] }.Select(chunks =>
        {
            using var run = new RoutedRun(KernelWidth.Widest, Options, tokens: Tokens);
            run.Point(Needle, Shape.Heads + 1, 1, 40);
            run.Point(Tokens - 300, Shape.Heads, 1, 40);
            for (var token = Tokens - 220; token < Tokens; token++)
            {
                // Little enough that the others keep some of the mass.
                run.Point(token, 0, Shape.Heads, 2);
            }

            run.Step(Tokens - 200, MeasuredBlocks.All);
            foreach (var chunk in chunks[..^1])
            {
                run.Step(chunk, MeasuredBlocks.AllOfChunk);
            }

            run.Step(chunks[^1], MeasuredBlocks.All);
            return Enumerable.Range(0, Shape.KvHeads).Select(head => run.Routing.Weights(0, head, Tokens / 32).ToArray()).ToArray();
        }).ToArray();
        Assert.True(weights[0][0][..(Tokens / 32 - 64)].Sum() < 0.05f, "The first head looks far back.");
        Assert.True(weights[0][1][Needle / 32] > 0.5f, "The second one does not.");
        Assert.Equal(weights[0], weights[1]);
    }

    [Fact]
    public void A_refresh_measures_with_the_queries_of_the_decoded_tokens_and_keeps_the_sum()
    {
        using var run = new RoutedRun(KernelWidth.Widest, Options);
        run.Step(Chunk, MeasuredBlocks.All);
        var before = run.Routing.Weights(0, 0, 10).ToArray();
        for (var i = 0; i < 15; i++)
        {
            run.Step(1, MeasuredBlocks.None);
        }

        run.Step(1, MeasuredBlocks.AllForNext);
        var after = run.Routing.Weights(0, 0, 10).ToArray();
        Assert.NotEqual(before, after);
        Assert.Equal(1, after.Sum(), 1e-4f);
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_block_far_back_that_the_question_names_is_found_among_many(KernelWidth width)
    {
        const int Tokens = 5000, Needle = 700;
        using var run = new RoutedRun(width, Options, tokens: Tokens);
        for (var token = Tokens - 20; token < Tokens; token++)
        {
            run.Point(token, 0, Shape.Heads, 8);
        }

        run.Point(Needle, Shape.Heads, Shape.KvHeads, 40);
        run.Step(Tokens - 20, MeasuredBlocks.None);
        run.Step(20, MeasuredBlocks.All);
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            var weights = run.Routing.Weights(0, head, Tokens / 32).ToArray();
            Assert.True(weights[Needle / 32] > 0.5f, $"head {head}: {weights[Needle / 32]}");
            // The latest 64 blocks and 64 candidates, no more.
            Assert.InRange(weights.Count(w => w > 0), 1, 128);
            Assert.Contains(Needle / 32, run.Attended(head));
        }
    }

    [Fact]
    public void A_head_that_looks_at_what_was_said_last_looks_further_back_now_and_then()
    {
        const int Lengths = 12, Needle = 700;
        var found = 0;
        for (var i = 0; i < Lengths; i++)
        {
            var tokens = 5000 + (i * KvShape.BlockTokens);
            using var run = new RoutedRun(KernelWidth.Widest, Options, tokens: tokens);
            run.Point(Needle, Shape.Heads, Shape.KvHeads, 40);
            run.Point(tokens - 100, Shape.Heads, Shape.KvHeads, -40);
            for (var token = tokens - 40; token < tokens; token++)
            {
                // The first question names what is near, the second one what is far back.
                run.Point(token, 0, Shape.Heads, token < tokens - 20 ? -8 : 8);
            }

            run.Step(tokens - 40, MeasuredBlocks.None);
            run.Step(20, MeasuredBlocks.All);
            run.Step(20, MeasuredBlocks.All);
            found += Enumerable.Range(0, Shape.KvHeads).Count(head => run.Routing.Weights(0, head, tokens / 32)[Needle / 32] > 0.3f);
        }

        Assert.InRange(found, 1, Lengths * Shape.KvHeads / 3);
    }

    [Theory, InlineData(1), InlineData(16)]
    public void A_block_far_back_is_found_while_decoding_by_the_token_that_names_it(int refresh)
    {
        const int Tokens = 5000, Needle = 700;
        using var run = new RoutedRun(KernelWidth.Widest, Options with { Refresh = refresh }, tokens: Tokens + refresh);
        run.Point(Needle, Shape.Heads, Shape.KvHeads, 40);
        for (var token = Tokens - 20; token < Tokens; token++)
        {
            run.Point(token, 0, Shape.Heads, -8);
        }

        run.Step(Tokens - 20, MeasuredBlocks.None);
        run.Step(20, MeasuredBlocks.All);
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            Assert.DoesNotContain(Needle / 32, run.Attended(head));
        }

        for (var token = Tokens; token < Tokens + refresh; token++)
        {
            run.Point(token, 0, Shape.Heads, 8);
            run.Step(1, refresh == 1 ? MeasuredBlocks.All : token == Tokens + refresh - 1 ? MeasuredBlocks.AllForNext : MeasuredBlocks.None);
        }

        for (var head = 0; head < Shape.KvHeads; head++)
        {
            Assert.True(run.Routing.Weights(0, head, Tokens / 32)[Needle / 32] > 0.3f);
            Assert.Equal(refresh == 1, run.Attended(head).Contains(Needle / 32));
        }
    }

    /// <summary>
    /// One head looks at what was said last, the other one far back. For the first, and at the end of an answer for both, the last of 8 tokens measures, the third to last …, over the latest 64 blocks and the 16 heaviest before them; of a small model all 8 do.
    /// </summary>
    [Theory, InlineData(false, 1, false), InlineData(true, 2, false), InlineData(true, 2, true)]
    public void For_a_head_that_looks_for_nothing_every_second_probe_measures(bool answer, int heads, bool isSmall)
    {
        const int Tokens = 5000, Near = 64, Heaviest = 16;
        var (probes, spacing) = isSmall ? (8, 1) : (4, 2);
        using var run = new RoutedRun(KernelWidth.Widest, isSmall ? (Options with { Refresh = null }).Within(2048, 4) : Options, tokens: Tokens + 20);
        Assert.Equal(isSmall, run.Routing.Options.EachToken);
        run.Point(Tokens - 300, Shape.Heads, 1, 40);
        run.Point(700, Shape.Heads + 1, 1, 40);
        for (var token = Tokens - 20; token < Tokens; token++)
        {
            run.Point(token, 0, Shape.Heads, 2);
        }

        run.Step(Tokens, MeasuredBlocks.All);
        var last = Tokens + 19;
        var far = (last / KvShape.BlockTokens) + 1 - Near;
        var before = Enumerable.Range(0, Shape.KvHeads).Select(head => run.Routing.Weights(0, head, far + Near).ToArray()).ToArray();
        Assert.True(before[0][..far].Sum() < 0.1f, "The first head looks far back.");
        Assert.True(before[1][..far].Sum() > 0.1f, "The second one does not.");
        for (var i = 0; answer && i < 19; i++)
        {
            run.Step(1, MeasuredBlocks.None);
        }

        run.Step(answer ? 1 : 20, answer ? MeasuredBlocks.HeaviestForNext : MeasuredBlocks.All);
        for (var head = 0; head < heads; head++)
        {
            int[] measured = [.. before[head][..far].Index().OrderByDescending(b => b.Item).ThenByDescending(b => b.Index).Take(Heaviest).Select(b => b.Index).Order(), .. Enumerable.Range(far, Near)];
            var expected = before[head].Select(w => 0.6 * w).ToArray();
            for (var probe = last - ((probes - 1) * spacing); probe <= last; probe += spacing)
            {
                (int Token, int Place)[] keys = [.. measured.SelectMany(b => Enumerable.Range(b * KvShape.BlockTokens, KvShape.BlockTokens)).Where(t => t <= probe).Select(t => (t, t))];
                foreach (var (k, weight) in Reference.Weights(Shape, Frequencies, run.Rows, probe, head, keys, probe).SelectMany(row => row.Index()))
                {
                    expected[keys[k].Token / KvShape.BlockTokens] += 0.4 * weight / (probes * Shape.Group);
                }
            }

            var after = run.Routing.Weights(0, head, expected.Length);
            for (var block = 0; block < expected.Length; block++)
            {
                Assert.Equal(expected[block], after[block], 1e-4);
            }
        }
    }

    /// <summary>Both heads look far back; the end of an answer is measured over the latest 64 blocks and the heaviest 16.</summary>
    [Fact]
    public void The_end_of_an_answer_measures_what_is_near_and_the_few_heaviest()
    {
        const int Tokens = 5000, Needle = 700, Other = 1500, Near = 64, Heaviest = 16;
        using var run = new RoutedRun(KernelWidth.Widest, Options, tokens: Tokens + 1);
        run.Point(Needle, Shape.Heads, Shape.KvHeads, 20);
        run.Point(Other, Shape.Heads, Shape.KvHeads, -20);
        for (var token = Tokens - 20; token <= Tokens; token++)
        {
            run.Point(token, 0, Shape.Heads, token < Tokens - 10 ? 2 : -2);
        }

        run.Step(Tokens - 20, MeasuredBlocks.None);
        run.Step(10, MeasuredBlocks.All);
        var far = (Tokens / KvShape.BlockTokens) + 1 - Near;
        var before = Enumerable.Range(0, Shape.KvHeads).Select(head => run.Routing.Weights(0, head, far).ToArray()).ToArray();
        run.Step(10, MeasuredBlocks.None);
        run.Step(1, MeasuredBlocks.HeaviestForNext);
        for (var head = 0; head < Shape.KvHeads; head++)
        {
            var after = run.Routing.Weights(0, head, far).ToArray();
            var kept = before[head].Index().OrderByDescending(b => b.Item).ThenByDescending(b => b.Index).Take(Heaviest).Select(b => b.Index).ToHashSet();
            Assert.Contains(Needle / KvShape.BlockTokens, kept);
            // The answer names it, and nobody looks for it before the next prompt.
            Assert.DoesNotContain(Other / KvShape.BlockTokens, kept);
            Assert.All(kept, block => Assert.True(before[head][block] > 0));
            for (var block = 0; block < far; block++)
            {
                Assert.True(kept.Contains(block) ? after[block] > 0.6f * before[head][block] : after[block] == 0.6f * before[head][block], $"head {head}, block {block}: {before[head][block]}, then {after[block]}");
            }
        }
    }

    [Theory, InlineData(80, 60, 1), InlineData(140, 60, 2)]
    public void A_set_stays_for_a_short_prompt_and_its_answer_and_is_chosen_anew_after_a_long_one(int prompt, int answer, int selections)
    {
        using var run = new RoutedRun(KernelWidth.Widest, Options with { Refresh = 64 }, tokens: Chunk + prompt + answer);
        run.Step(Chunk, MeasuredBlocks.All);
        var before = run.Routing.Selection(0, 0);
        run.Step(prompt, MeasuredBlocks.All);
        for (var i = 0; i < answer; i++)
        {
            run.Step(1, MeasuredBlocks.None);
        }

        Assert.Equal(selections, run.Routing.Selection(0, 0) - before);
    }

    private static void Decodes(KernelWidth width, RoutingOptions options, int window)
    {
        using var run = new RoutedRun(width, options, window);
        run.Step(Chunk, MeasuredBlocks.All);
        for (var i = 0; i < 40; i++)
        {
            var output = run.Step(1, i % 16 == 15 ? MeasuredBlocks.AllForNext : MeasuredBlocks.None)[0];
            run.AssertRow(output, Chunk + i, window, options.LocalBias);
        }

        run.AssertChoice();
    }
}
