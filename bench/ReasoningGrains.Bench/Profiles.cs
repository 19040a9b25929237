using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Bench;

/// <summary>Profiles of attention by their names on the command line.</summary>
internal static class Profiles
{
    public static IReadOnlyList<string> Names { get; } = ["exact", "balanced", "low-latency"];

    public static RoutingOptions Of(string name) => name switch
    {
        "exact" => RoutingOptions.Exact,
        "balanced" => RoutingOptions.Balanced,
        "low-latency" => RoutingOptions.LowLatency,
        _ => throw new ArgumentException($"The profile is '{name}'; allowed are {string.Join(", ", Names)}.", nameof(name)),
    };
}
