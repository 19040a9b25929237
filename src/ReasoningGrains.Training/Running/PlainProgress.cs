namespace ReasoningGrains.Training.Running;

/// <summary>A line every some seconds, for output that goes to a file.</summary>
internal sealed class PlainProgress(TextWriter output, TimeProvider time, int steps) : ITrainingMonitor
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private long? last;

    public void Stepped(StepResult result, Pace pace)
    {
        if (last is null || result.Step == steps || time.GetElapsedTime(last.Value) >= Every)
        {
            last = time.GetTimestamp();
            output.WriteLine(ProgressText.Of(result, pace, steps));
        }
    }
}
