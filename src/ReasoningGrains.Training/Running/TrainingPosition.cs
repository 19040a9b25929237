namespace ReasoningGrains.Training.Running;

/// <summary>How far a training is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Example">The next example.</param>
/// <param name="Tokens">Tokens seen.</param>
internal sealed record TrainingPosition(int Step, long Example, long Tokens);
