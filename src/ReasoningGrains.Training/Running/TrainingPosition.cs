namespace ReasoningGrains.Training.Running;

/// <summary>How far a training is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Example">The next example.</param>
/// <param name="Tokens">Tokens seen.</param>
/// <param name="Ahead">Hash of the examples that come next, to tell another source from the run's own; null in checkpoints of before.</param>
internal sealed record TrainingPosition(int Step, long Example, long Tokens, string? Ahead = null);
