namespace ReasoningGrains.Training.Running;

/// <summary>What a step was like.</summary>
/// <param name="Step">Steps done, this one too.</param>
/// <param name="Loss">Nat a learned token.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="GradientNorm">Length of the gradient before clipping.</param>
/// <param name="Tokens">Tokens of the step.</param>
internal sealed record StepResult(int Step, double Loss, double Rate, double GradientNorm, long Tokens);
