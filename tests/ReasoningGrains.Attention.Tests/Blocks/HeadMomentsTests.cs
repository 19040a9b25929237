using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Tests.Blocks;

public sealed class HeadMomentsTests
{
    private static readonly KvShape Shape = new(2, 2, 1, 16, KvElement.Int8);
    private readonly Random random = new(3);
    private readonly HeadMoments moments = new(Shape);

    [Fact]
    public void Nothing_is_known_of_a_few_queries_more_of_many_and_the_same_of_all_that_follow()
    {
        AddQueries(1, HeadMoments.LeastQueries - 1);
        Assert.Null(moments.Feedback(1, 0));
        AddQueries(1, 1);
        var first = moments.Feedback(1, 0);
        Assert.NotNull(first);
        Assert.Null(moments.Feedback(0, 0));
        AddQueries(1, (3 * HeadMoments.LeastQueries) - 1);
        Assert.Same(first, moments.Feedback(1, 0));
        AddQueries(1, 1);
        Assert.NotSame(first, moments.Feedback(1, 0));
        Assert.True(moments.WantsQueries(1, 8));
        Assert.False(moments.WantsQueries(1, 9));
        AddQueries(1, 5000);
        Assert.False(moments.WantsQueries(1, 8));
        Assert.True(moments.WantsQueries(0, 8));
    }

    [Fact]
    public void Keys_are_sketched_when_enough_is_known_of_all_heads_and_by_that_from_then_on()
    {
        AddQueries(0, HeadMoments.LeastQueries);
        AddQueries(1, HeadMoments.LeastQueries);
        AddKeys(0, HeadMoments.LeastKeys);
        AddKeys(1, HeadMoments.LeastKeys - 1);
        Assert.False(moments.TrySketch());
        Assert.Null(moments.Sketch(0, 0));
        Assert.True(moments.WantsKeys(1, 32));
        Assert.False(moments.WantsKeys(1, 31));
        AddKeys(1, 1);
        Assert.True(moments.TrySketch());
        var (first, second) = (moments.Sketch(0, 0), moments.Sketch(1, 0));
        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.False(moments.WantsKeys(1, 32));
        AddKeys(0, 100);
        Assert.True(moments.TrySketch());
        Assert.Same(first, moments.Sketch(0, 0));
    }

    private void AddQueries(int layer, int tokens)
    {
        for (var i = 0; i < tokens; i++)
        {
            moments.AddQueries(layer, 0, Vector(2 * Shape.HeadDim));
        }
    }

    private void AddKeys(int layer, int tokens)
    {
        for (var i = 0; i < tokens; i++)
        {
            moments.AddKey(layer, 0, Vector(Shape.HeadDim));
        }
    }

    private float[] Vector(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
}
