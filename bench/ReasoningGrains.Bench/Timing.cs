namespace ReasoningGrains.Bench;

/// <summary>A time that one side took for one thing.</summary>
/// <param name="What">The thing, the same text on both sides.</param>
/// <param name="Milliseconds">Median.</param>
internal sealed record Timing(string What, double Milliseconds);

internal static class Medians
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
