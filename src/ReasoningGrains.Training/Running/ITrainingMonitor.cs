namespace ReasoningGrains.Training.Running;

/// <summary>Is told of every step.</summary>
internal interface ITrainingMonitor
{
    /// <param name="result">The step.</param>
    /// <param name="pace">Of the training so far.</param>
    void Stepped(StepResult result, Pace pace);
}
