namespace ReasoningGrains.Training.Running;

/// <summary>Measures the pace, smoothed: a pause (the process was stopped for a while) is forgotten within some steps.</summary>
internal sealed class PaceMeter(TimeProvider time, int steps)
{
    private const double Weight = 0.05;
    private readonly long start = time.GetTimestamp();
    private long last = time.GetTimestamp();
    private double secondsAStep;
    private double tokensAStep;

    public Pace Stepped(StepResult result)
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(last, now).TotalSeconds;
        last = now;
        var weight = secondsAStep == 0 ? 1 : Weight;
        secondsAStep += weight * (seconds - secondsAStep);
        tokensAStep += weight * (result.Tokens - tokensAStep);
        return new Pace(tokensAStep / Math.Max(secondsAStep, 1e-9), TimeSpan.FromSeconds(secondsAStep * (steps - result.Step)), time.GetElapsedTime(start, now));
    }
}
