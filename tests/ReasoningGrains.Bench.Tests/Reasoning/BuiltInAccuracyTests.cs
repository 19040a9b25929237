using ReasoningGrains.Bench.Questions.Reasoning;
using ReasoningGrains.Dialogues;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Bench.Tests.Reasoning;

/// <summary>The model as it is committed, on held-out questions.</summary>
public class BuiltInAccuracyTests
{
    /// <summary>Few cases, so the bound is loose; the figures are those of <c>bench reasoning</c>.</summary>
    [Fact]
    public async Task It_answers_most_held_out_questions()
    {
        var report = await ReasoningAccuracy.Run(Repository.BuiltIn, new ReasoningSettings { Tasks = DialogueGenerator.Tasks, Count = 5, Seed = 77, Profiles = ["exact"], Lengths = [300], MaxTokens = 400, Batch = 8, Threads = 2 });
        var row = Assert.Single(report.Rows);
        Assert.True(row.All!.Accuracy.Share > 0.85, $"{row.All.Accuracy}");
    }
}
