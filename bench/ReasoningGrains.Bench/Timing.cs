namespace ReasoningGrains.Bench;

/// <summary>A time that one side took for one thing.</summary>
/// <param name="What">The thing, the same text on both sides.</param>
/// <param name="Milliseconds">Of our tokens the mean, of the peer's the median, as either program says.</param>
internal sealed record Timing(string What, double Milliseconds);
