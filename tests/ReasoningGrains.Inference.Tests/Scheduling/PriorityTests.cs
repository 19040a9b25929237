using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Tests.Scheduling;

public sealed class PriorityTests
{
    private const int Orders = 50;
    private static readonly (int Priority, long Arrival)[] Ordered = [(2, 4), (1, 0), (1, 5), (0, 1), (0, 3), (-1, 2)];

    [Fact]
    public void Those_that_wait_are_taken_by_priority_and_then_by_arrival()
    {
        foreach (var places in Shuffled())
        {
            using var engine = new SteppedEngine(blocks: 64, running: 1);
            Array.ForEach(places, place => Enqueue(engine, place, generate: 1));
            var taken = new List<(int Priority, long Arrival)>();
            while (engine.Step())
            {
                taken.AddRange(engine.Plan.Planned.Select(Place));
            }

            Assert.Equal(Ordered, taken.ToArray());
        }
    }

    [Fact]
    public void Those_that_run_stand_by_priority_and_then_by_arrival()
    {
        foreach (var places in Shuffled())
        {
            using var engine = new SteppedEngine(blocks: 64);
            foreach (var place in places)
            {
                Enqueue(engine, place, generate: 100);
                Assert.True(engine.Step());
            }

            Assert.True(engine.Step());
            Assert.Equal(Ordered, engine.Plan.Planned.Select(Place).ToArray());
        }
    }

    [Fact]
    public void The_lowest_priority_gives_its_blocks_back_although_it_came_first()
    {
        using var engine = new SteppedEngine(blocks: 4);
        var low = engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(1, 40)], 60));
        Assert.True(engine.Step());
        var high = engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(2, 50)], 40) with { Priority = 1 });
        engine.Run();
        Assert.Equal((60, 40), (low.Generated, high.Generated));
        Assert.Equal(89, engine.Computed(high));
        Assert.InRange(engine.Computed(low), 100, int.MaxValue);
    }

    [Fact]
    public void A_prompt_that_has_begun_gets_what_comes_free_before_those_that_wait()
    {
        using var engine = new SteppedEngine(blocks: 24);
        for (var i = 0; i < 4; i++)
        {
            engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(1 + i, 40)], 20 + (10 * i)));
        }

        var prompt = engine.Enqueue(SteppedEngine.Request([.. Enumerable.Range(0, 600)], 1));
        Sequence[] later = [.. Enumerable.Range(0, 30).Select(i => engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(100 + i, 40)], 20 + (i % 4 * 10))))];
        while (prompt.Generated == 0)
        {
            Assert.True(engine.Step());
        }

        // Those that its last step had room for have begun with it.
        Assert.All(later, sequence => Assert.InRange(sequence.Generated, 0, 1));
        engine.Run();
        Assert.All(later, sequence => Assert.InRange(sequence.Generated, 20, 50));
    }

    [Fact]
    public void A_short_prompt_does_not_wait_for_the_end_of_a_long_one()
    {
        using var engine = new SteppedEngine(blocks: 400);
        var prompt = engine.Enqueue(SteppedEngine.Request([.. Enumerable.Range(0, 10_000)], 1));
        Assert.True(engine.Step());
        Sequence[] later = [.. Enumerable.Range(0, 5).Select(i => engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(i, 50)], 1)))];
        Assert.True(engine.Step());
        Assert.All(later, sequence => Assert.Equal(1, sequence.Generated));
        // What they leave is the long one's: no row is lost.
        Assert.Equal(512, engine.Plan.Rows);
        Assert.Equal((2 * 512) - (5 * 50), engine.Computed(prompt));
        Assert.True(engine.Step());
        Assert.Equal((3 * 512) - (5 * 50), engine.Computed(prompt));
    }

    [Fact]
    public void A_long_prompt_goes_on_with_each_step_however_many_come()
    {
        using var engine = new SteppedEngine(blocks: 1000);
        var prompt = engine.Enqueue(SteppedEngine.Request([.. Enumerable.Range(0, 5_000)], 1));
        var second = engine.Enqueue(SteppedEngine.Request([.. Enumerable.Range(5_000, 5_000)], 1));
        var steps = 0;
        for (; prompt.Generated == 0; steps++)
        {
            Array.ForEach([.. Enumerable.Range(0, 10)], i => engine.Enqueue(SteppedEngine.Request([.. Enumerable.Repeat(i, 100)], 1)));
            Assert.True(engine.Step());
            Assert.Equal(512, engine.Plan.Rows);
        }

        // Its first step is its own, of each that follows it has half; of the other half the second has half.
        Assert.InRange(steps, (5_000 / 512) + 1, (5_000 / 256) + 1);
        Assert.InRange(engine.Computed(second), (steps - 2) * 128, steps * 128);
    }

    [Fact]
    public void More_important_prompts_have_the_whole_step_and_less_important_ones_wait()
    {
        using var engine = new SteppedEngine(blocks: 1000);
        var prompt = engine.Enqueue(SteppedEngine.Request([.. Enumerable.Range(0, 5_000)], 1));
        Assert.True(engine.Step());
        var less = engine.Enqueue(SteppedEngine.Request([1, 2, 3], 1) with { Priority = -1 });
        var more = engine.Enqueue(SteppedEngine.Request([.. Enumerable.Range(5_000, 2_000)], 1) with { Priority = 1 });
        Assert.True(engine.Step());
        Assert.Equal((512, 512, 0), (engine.Computed(prompt), engine.Computed(more), engine.Computed(less)));
        while (more.Generated == 0)
        {
            Assert.True(engine.Step());
        }

        Assert.InRange(engine.Computed(prompt), 512, 2 * 512);
        Assert.Equal(0, engine.Computed(less));
        engine.Run();
        Assert.Equal((1, 1), (prompt.Generated, less.Generated));
    }

    private static IEnumerable<(int Priority, long Arrival)[]> Shuffled()
    {
        var random = new Random(3);
        for (var order = 0; order < Orders; order++)
        {
            (int Priority, long Arrival)[] places = [.. Ordered];
            random.Shuffle(places);
            yield return places;
        }
    }

    private static void Enqueue(SteppedEngine engine, (int Priority, long Arrival) place, int generate)
        => engine.Enqueue(SteppedEngine.Request([(int)place.Arrival], generate) with { Priority = place.Priority }, arrival: place.Arrival);

    private static (int Priority, long Arrival) Place(PlannedSegment segment) => (segment.Sequence.Request.Priority, segment.Sequence.Arrival);
}
