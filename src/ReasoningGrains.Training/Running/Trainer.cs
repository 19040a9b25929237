using ReasoningGrains.Training.Batching;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Optimization;
using ReasoningGrains.Training.Recipes;

namespace ReasoningGrains.Training.Running;

/// <summary>Follows a recipe, a step at a time.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly Recipe recipe;
    private readonly IExampleSource source;
    private readonly LearningRateSchedule schedule;
    private readonly GradientWorkers workers;

    public Trainer(Recipe recipe, IExampleSource source, TrainingState state)
    {
        this.recipe = recipe;
        this.source = source;
        State = state;
        schedule = new LearningRateSchedule(recipe.LearningRate, recipe.FinalLearningRate, recipe.WarmupSteps, recipe.Steps);
        workers = new GradientWorkers(state.Weights, recipe.Workers);
    }

    public TrainingState State { get; }

    public bool Done => State.Position.Step >= recipe.LastStep;

    public StepResult Step()
    {
        var (step, example, tokens, _) = State.Position;
        var batch = ExampleBatch.Draw(source, example, (double)step / recipe.Steps, recipe.BatchTokens, recipe.Model.Context);
        var loss = workers.Run(batch);
        var norm = GradientClipping.Clip(State.Weights.Gradients, recipe.GradientNorm);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            throw new InvalidOperationException($"Step {step + 1}: the loss is {loss}, the gradient's length {norm}. Lower learningRate, or raise warmupSteps.");
        }

        var rate = schedule.Rate(step);
        State.Optimizer.Step(rate, step);
        State.Position = new TrainingPosition(step + 1, batch.Next, tokens + batch.Tokens);
        return new StepResult(step + 1, loss, rate, norm, batch.Tokens);
    }

    public void Dispose() => workers.Dispose();
}
