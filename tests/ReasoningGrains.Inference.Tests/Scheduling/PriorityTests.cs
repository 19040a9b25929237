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
