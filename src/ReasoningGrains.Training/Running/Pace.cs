namespace ReasoningGrains.Training.Running;

/// <param name="TokensPerSecond">Of the last steps.</param>
/// <param name="Left">Time that the rest will take at this pace.</param>
/// <param name="Elapsed">Since this process began to train.</param>
internal sealed record Pace(double TokensPerSecond, TimeSpan Left, TimeSpan Elapsed);
