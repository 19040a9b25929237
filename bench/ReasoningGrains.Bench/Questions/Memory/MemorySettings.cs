using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Bench.Questions.Memory;

/// <summary>What is asked: each profile with each α and each budget. Nothing changes the exact profile.</summary>
internal sealed record MemorySettings
{
    public required string Cases { get; init; }

    /// <summary>Cases of each kind.</summary>
    public int Most { get; init; } = int.MaxValue;

    public required IReadOnlyList<string> Profiles { get; init; }

    /// <summary>Empty keeps the profile's own, as in all that follow.</summary>
    public IReadOnlyList<float> Alphas { get; init; } = [];

    public IReadOnlyList<int> Budgets { get; init; } = [];

    public int? Probes { get; init; }

    public int? Refresh { get; init; }

    public int? Local { get; init; }

    public float? Bias { get; init; }

    public float? ReadAhead { get; init; }

    public float? Coverage { get; init; }

    public float? Negligible { get; init; }

    public float? Cool { get; init; }

    /// <summary>Token by token, as when it is generated.</summary>
    public bool ByToken { get; init; }

    public KvElement Kv { get; init; }

    public int Threads { get; init; }

    /// <exception cref="ArgumentException">A setting has a value that is not allowed.</exception>
    public IReadOnlyList<MemoryPolicy> Policies()
    {
        var policies = Profiles.SelectMany(Policies).ToList();
        foreach (var policy in policies)
        {
            if (policy.Routing.Problem() is { } problem)
            {
                throw new ArgumentException($"{policy.Profile}: {problem}");
            }
        }

        return policies;
    }

    private IEnumerable<MemoryPolicy> Policies(string profile)
    {
        var own = Bench.Profiles.Of(profile);
        if (own.IsExact)
        {
            return [new MemoryPolicy(profile, own)];
        }

        own = own with { Probes = Probes ?? own.Probes, Refresh = Refresh ?? own.Refresh, Local = Local ?? own.Local, LocalBias = Bias ?? own.LocalBias, ReadAhead = ReadAhead ?? own.ReadAhead, Coverage = Coverage ?? own.Coverage, Negligible = Negligible ?? own.Negligible, Cool = Cool ?? own.Cool };
        return from alpha in Alphas.Select(float? (a) => a).DefaultIfEmpty(own.Alpha)
               from budget in Budgets.DefaultIfEmpty(own.Budget)
               select new MemoryPolicy(profile, own with { Alpha = alpha, Budget = budget });
    }
}

/// <param name="Profile">The one that it departs from.</param>
/// <param name="Routing">What is attended.</param>
internal sealed record MemoryPolicy(string Profile, RoutingOptions Routing);
