namespace ReasoningGrains.Training.Running;

/// <summary>A step in a line.</summary>
internal static class ProgressText
{
    public static string Of(StepResult result, Pace pace, int steps)
        => FormattableString.Invariant($"step {result.Step}/{steps}  loss {result.Loss:f4}  {pace.TokensPerSecond:f0} tokens/s  rate {result.Rate:e2}  gradient {result.GradientNorm:f2}  left {pace.Left:h\\:mm\\:ss}");
}
