using System.Globalization;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Conversations.Weights;

/// <summary>What a turn asks for, filled in with the server's default (<c>Attention:…</c>).</summary>
internal sealed class RoutingChoice
{
    private readonly AttentionOptions server;

    /// <exception cref="ArgumentException">A setting has a value that is not allowed; the message names it.</exception>
    public RoutingChoice(AttentionOptions server)
    {
        this.server = server with { Profile = server.Profile ?? AttentionOptions.Balanced };
        if (Problem(this.server) is { } problem)
        {
            throw new ArgumentException($"Attention:{problem}");
        }
    }

    /// <summary>Names a profile and needs no default any more.</summary>
    /// <exception cref="ConversationException">Something is out of range.</exception>
    public AttentionOptions Complete(AttentionOptions? turn)
    {
        var complete = turn is null ? server : turn.Profile is not null ? turn : server with
        {
            Alpha = turn.Alpha ?? server.Alpha,
            Budget = turn.Budget ?? server.Budget,
            Local = turn.Local ?? server.Local,
            Sink = turn.Sink ?? server.Sink,
            Refresh = turn.Refresh ?? server.Refresh,
            Probes = turn.Probes ?? server.Probes,
            LocalBias = turn.LocalBias ?? server.LocalBias,
            ReadAhead = turn.ReadAhead ?? server.ReadAhead,
            Coverage = turn.Coverage ?? server.Coverage,
            Negligible = turn.Negligible ?? server.Negligible,
            Cool = turn.Cool ?? server.Cool,
        };
        return Problem(complete) is { } problem ? throw new ConversationException(ErrorCodes.Invalid, $"attention: {problem}") : complete;
    }

    /// <summary>The engine's options of complete ones.</summary>
    public static RoutingOptions Of(AttentionOptions complete)
    {
        var profile = Profile(complete.Profile)!;
        return profile with
        {
            Alpha = complete.Alpha ?? profile.Alpha,
            Budget = complete.Budget ?? profile.Budget,
            Local = complete.Local ?? profile.Local,
            Sink = complete.Sink ?? profile.Sink,
            Refresh = complete.Refresh ?? profile.Refresh,
            Probes = complete.Probes ?? profile.Probes,
            LocalBias = complete.LocalBias ?? profile.LocalBias,
            ReadAhead = complete.ReadAhead ?? profile.ReadAhead,
            Coverage = complete.Coverage ?? profile.Coverage,
            Negligible = complete.Negligible ?? profile.Negligible,
            Cool = complete.Cool ?? profile.Cool,
        };
    }

    /// <summary>Names what the blocks of a conversation were computed with: equal for equal options.</summary>
    public static string Lineage(RoutingOptions routing) => routing.IsExact ? AttentionOptions.Exact
        : string.Create(CultureInfo.InvariantCulture, $"alpha {routing.Alpha} budget {routing.Budget} local {routing.Local} sink {routing.Sink} refresh {routing.Refresh} probes {routing.Probes} bias {routing.LocalBias} ahead {routing.ReadAhead} coverage {routing.Coverage} negligible {routing.Negligible} cool {routing.Cool}");

    private static string? Problem(AttentionOptions complete) => Profile(complete.Profile) is null
        ? $"Profile is '{complete.Profile}'; allowed: {string.Join(", ", AttentionOptions.Profiles)}."
        : complete is { Profile: AttentionOptions.Exact, Budget: { } budget } ? $"Budget is {budget}; allowed: none with the profile exact, which attends every block."
        : complete is { Profile: AttentionOptions.Exact, LocalBias: { } bias and not 0 } ? $"LocalBias is {bias}; allowed: 0 with the profile exact, whose softmax is over all blocks alike."
        : Of(complete).Problem();

    private static RoutingOptions? Profile(string? name) => name switch
    {
        AttentionOptions.Exact => RoutingOptions.Exact,
        AttentionOptions.Balanced => RoutingOptions.Balanced,
        AttentionOptions.LowLatency => RoutingOptions.LowLatency,
        _ => null,
    };
}
