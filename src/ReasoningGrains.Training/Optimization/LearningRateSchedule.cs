namespace ReasoningGrains.Training.Optimization;

/// <summary>A linear rise from nothing, then half a cosine down (SGDR, equation 5).</summary>
/// <param name="Peak">Rate at the end of the rise.</param>
/// <param name="Final">Rate of the last step.</param>
/// <param name="Warmup">Steps of the rise.</param>
/// <param name="Steps">Steps in all.</param>
internal sealed record LearningRateSchedule(double Peak, double Final, int Warmup, int Steps)
{
    /// <param name="step">From 0.</param>
    public double Rate(int step)
    {
        if (step < Warmup)
        {
            return Peak * (step + 1) / Warmup;
        }

        var done = Math.Min(1, (step - Warmup) / Math.Max(1.0, Steps - 1 - Warmup));
        return Final + ((Peak - Final) * (1 + Math.Cos(Math.PI * done)) / 2);
    }
}
