using ReasoningGrains.Training.Batching;
using ReasoningGrains.Training.Examples;

namespace ReasoningGrains.Training.Tests.Batching;

public sealed class WorkSplitTests
{
    [Fact]
    public void Every_example_is_in_one_pass_and_shares_are_alike()
    {
        var random = new Random(2);
        TrainingExample[] examples = [.. Enumerable.Range(0, 60).Select(_ => random.Next(2, 900)).Select(length => new TrainingExample(new int[length], new bool[length]))];
        var shares = WorkSplit.Divide(examples, 3);
        var divided = shares.SelectMany(s => s).SelectMany(p => p).ToList();
        Assert.Equal(examples.Length, divided.Count);
        Assert.Equal(examples.ToHashSet(), divided.ToHashSet());
        var loads = shares.Select(s => s.Sum(p => p.Sum(e => e.Tokens.Length))).ToArray();
        Assert.True(loads.Max() < 1.1 * loads.Min());
    }

    [Fact]
    public void A_worker_without_examples_has_no_pass()
        => Assert.Empty(WorkSplit.Divide([new TrainingExample([1, 2], [false, true])], 2)[1]);
}
