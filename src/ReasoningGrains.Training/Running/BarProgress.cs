using Spectre.Console;

namespace ReasoningGrains.Training.Running;

/// <summary>A bar, for a terminal.</summary>
internal sealed class BarProgress(ProgressTask bar, int steps) : ITrainingMonitor
{
    public void Stepped(StepResult result, Pace pace)
    {
        bar.Value = result.Step;
        bar.Description = Markup.Escape(ProgressText.Of(result, pace, steps));
    }
}
