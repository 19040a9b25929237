namespace ReasoningGrains.Inference.Engine;

/// <summary>The loop's limits.</summary>
public sealed record EngineLimits
{
    /// <summary>Sequences that run at once.</summary>
    public int MaxRows { get; init; } = 64;

    /// <summary>Rows that a step computes at most: decoded tokens and chunks of prompts together.</summary>
    public int StepTokens { get; init; } = 512;

    /// <summary>Requests that may wait; the next one is refused at once.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>Memory for keys and values, in bytes; an eighth more, 256 MiB at most, holds copies of what the running turns attend.</summary>
    public long KvBytes { get; init; } = 2L << 30;
}
