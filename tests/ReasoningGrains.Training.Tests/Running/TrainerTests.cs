using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Tests.Running;

public sealed class TrainerTests
{
    [Fact]
    public void The_loss_of_a_task_that_can_be_learnt_falls()
    {
        var recipe = TinyRecipe.Of(400);
        using var state = new TrainingState(recipe);
        using var trainer = new Trainer(recipe, TinyRecipe.Source(recipe), state);
        var losses = new List<double>();
        while (!trainer.Done)
        {
            losses.Add(trainer.Step().Loss);
        }

        // To say one of the eight values at random costs ln 8 = 2.08 nat.
        Assert.InRange(losses[0], 3.3, 3.7);
        Assert.True(losses.TakeLast(20).Average() < 1, $"{losses.TakeLast(20).Average()}");
    }
}
