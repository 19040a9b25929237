using ReasoningGrains.Training.Recipes;
using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Tests.Running;

public sealed class TrainerTests
{
    [Theory]
    [InlineData(Optimizers.AdamW)]
    [InlineData(Optimizers.Muon)]
    public void The_loss_of_a_task_that_can_be_learnt_falls(string optimizer)
    {
        var recipe = TinyRecipe.Of(250) with { Optimizer = optimizer };
        using var state = new TrainingState(recipe);
        using var trainer = new Trainer(recipe, TinyRecipe.Source(recipe), state);
        var losses = new List<double>();
        while (!trainer.Done)
        {
            losses.Add(trainer.Step().Loss);
        }

        // One of 32 tokens at random: ln 32 = 3.47 nat.
        Assert.InRange(losses[0], 3.3, 3.7);
        Assert.True(losses.TakeLast(20).Average() < 0.3, $"{losses.TakeLast(20).Average()}");
    }
}
