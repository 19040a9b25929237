using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Routing;

/// <summary>Which blocks of the past a sequence attends. The profiles are <see cref="Exact"/>, <see cref="Balanced"/> and <see cref="LowLatency"/>.</summary>
public sealed record RoutingOptions
{
    private const float DefaultAlpha = 0.6f;
    private const float FarAlpha = 0.3f;
    private const float DefaultNegligible = 0.03f;

    /// <summary>Below a seventeenth: of the 16 blocks of a span and the first of its row the heaviest weighs that much, so that something is attended always.</summary>
    private const float MostNegligible = 0.05f;

    private const int DefaultRefresh = 64;
    private const int SmallWindow = 2048;
    private const int FewLayers = 8;

    /// <summary>Every block is attended.</summary>
    public static RoutingOptions Exact { get; } = new() { Budget = int.MaxValue };

    /// <summary>2048 tokens of the past at most.</summary>
    public static RoutingOptions Balanced { get; } = new();

    /// <summary>1024 tokens of the past at most.</summary>
    public static RoutingOptions LowLatency { get; } = new() { Budget = 1024, Local = 64, Coverage = 0.99f };

    /// <summary>How much of W_{t-1} stays in W_t, in [0, 1). Null is 0.6, or less beyond the model's window, see <see cref="AlphaOf"/>.</summary>
    public float? Alpha { get; init; }

    /// <summary>Tokens of the past that a head attends at most, sink and local window included; the segment's own tokens come on top. At most half of the model's window counts.</summary>
    public int Budget { get; init; } = 2048;

    /// <summary>Tokens just before the segment that are always attended.</summary>
    public int Local { get; init; } = 256;

    /// <summary>First tokens of the sequence that are always attended (attention sinks, arXiv 2309.17453).</summary>
    public int Sink { get; init; } = 32;

    /// <summary>Generated tokens after which W is measured again, for those that follow; with 1 each token attends what it finds itself. Null is 64, or less with a small model, see <see cref="Within"/>.</summary>
    public int? Refresh { get; init; }

    /// <summary>Last tokens of a segment whose queries measure the mass.</summary>
    public int Probes { get; init; } = 16;

    /// <summary>
    /// Share of its weight that a block lends to the one after it when the active set is chosen, in [0, 1): what is found at the start of a passage is soon needed to its end.
    /// The choice is by <c>max(W_b, share · what block b - 1 has)</c>; W itself stays as measured.
    /// </summary>
    public float ReadAhead { get; init; } = 0.8f;

    /// <summary>
    /// Share, in (0, 1], of the weight that the budget would cover which a head's active blocks cover: the lightest blocks beyond it are not attended (top-p, as arXiv 2502.02770 does for attention).
    /// Heads whose weight lies in few places do with few blocks; 1 attends as many as the budget allows.
    /// </summary>
    public float Coverage { get; init; } = 0.95f;

    /// <summary>
    /// Share of the weight, 0 to 0.05, below which a single token leaves out a block of what its head attends: its scores tell that before its values are read. It is a share of what the sink, blocks that lie
    /// beside it and, in a prompt, all before it weigh, so of everything the block has less. A block that is left out again and again is looked at by every fourth token only. With 0 each token attends all of them, as it does as long as the budget holds everything. Null is 0.03, or 0 with a small model, see <see cref="Within"/>.
    /// </summary>
    public float? Negligible { get; init; }

    /// <summary>
    /// A block is kept in 4 bits once its weight, averaged over all heads, is below so many equal shares of what the blocks weigh together, shares among 192 blocks where there are more; 0 keeps all as they were computed.
    /// </summary>
    public float Cool { get; init; } = 0.7f;

    /// <summary>Added to the log-odds of β, the share of local attention: 0 is the exact softmax over the active set.</summary>
    public float LocalBias { get; init; }

    /// <summary>What the model's heads look for changes with each token: see <see cref="Within"/>.</summary>
    public bool EachToken { get; private init; }

    public bool IsExact => Budget == int.MaxValue;

    internal int BudgetBlocks => IsExact ? int.MaxValue : Budget / KvShape.BlockTokens;

    internal float NegligibleShare => Negligible ?? (EachToken ? 0 : DefaultNegligible);

    internal int LocalBlocks => Local / KvShape.BlockTokens;

    internal int SinkBlocks => Sink / KvShape.BlockTokens;

    /// <summary>
    /// How much of W_{t-1} stays in W_t: 0.6 unless something else was asked for, 0.3 beyond the model's window. There the active set is a small part of the past, and what W_{t-1} holds keeps out what the prompt finds itself
    /// (SmolLM2-135M at 80,000 tokens: docs/status.md). Where each token is measured W_{t-1} is of the token before, not of the turn before, and 0.6 of it stays.
    /// </summary>
    /// <param name="beyondWindow">The sequence is longer than the model's window.</param>
    public float AlphaOf(bool beyondWindow) => Alpha ?? (beyondWindow && !EachToken ? FarAlpha : DefaultAlpha);

    /// <summary>Tokens of a generated segment.</summary>
    /// <param name="past">Blocks before it: as long as all of them are attended nothing is gained by measuring each token.</param>
    public int SegmentTokens(int past) => Refresh ?? (EachToken && past > BudgetBlocks ? 1 : DefaultRefresh);

    /// <summary>
    /// These options for a model. The budget is at most half its trained window, so that active set and segment fit it together. A model of up to 8 layers and a window of up to 2,048 tokens is small:
    /// its heads look for one thing at one token, so unless a refresh was asked for W is measured at each generated token, by that token
    /// (a built-in model at 2,000 tokens: 54 % right when measured after 64, 73 % after 4, 92 % at each; 48 cases).
    /// </summary>
    /// <param name="window">In tokens.</param>
    /// <param name="layers">Of the model.</param>
    public RoutingOptions Within(int window, int layers)
    {
        var own = this with { EachToken = !IsExact && Refresh is null && window <= SmallWindow && layers <= FewLayers };
        if (IsExact || Budget <= window / 2)
        {
            return own;
        }

        var budget = Math.Max(4, window / 2 / KvShape.BlockTokens) * KvShape.BlockTokens;
        return own with { Budget = budget, Sink = Math.Min(Sink, KvShape.BlockTokens), Local = Math.Clamp(Local, KvShape.BlockTokens, budget / 4 / KvShape.BlockTokens * KvShape.BlockTokens) };
    }

    /// <summary>What is wrong with a setting, its value and what is allowed; null when all is well.</summary>
    public string? Problem()
        => Alpha is { } alpha and not (>= 0 and < 1) ? $"Alpha is {alpha}; allowed: 0 to below 1."
        : Sink < 0 || Sink % KvShape.BlockTokens != 0 ? $"Sink is {Sink}; allowed: 0 or a multiple of {KvShape.BlockTokens}."
        : Local < KvShape.BlockTokens || Local % KvShape.BlockTokens != 0 ? $"Local is {Local}; allowed: a positive multiple of {KvShape.BlockTokens}."
        : !IsExact && (Budget % KvShape.BlockTokens != 0 || Budget <= (long)Sink + Local) ? $"Budget is {Budget}; allowed: a multiple of {KvShape.BlockTokens} above Sink + Local ({(long)Sink + Local})."
        : Refresh < 1 ? $"Refresh is {Refresh}; allowed: 1 or more."
        : Probes is < 1 or > 128 ? $"Probes is {Probes}; allowed: 1 to 128."
        : ReadAhead is not (>= 0 and < 1) ? $"ReadAhead is {ReadAhead}; allowed: 0 to below 1."
        : Coverage is not (> 0 and <= 1) ? $"Coverage is {Coverage}; allowed: above 0 to 1."
        : Negligible is not (null or (>= 0 and <= MostNegligible)) ? $"Negligible is {Negligible}; allowed: 0 to {MostNegligible}."
        : Cool is not (>= 0 and <= 1000) ? $"Cool is {Cool}; allowed: 0 to 1000."
        : !float.IsFinite(LocalBias) || MathF.Abs(LocalBias) > 10 ? $"LocalBias is {LocalBias}; allowed: -10 to 10."
        : null;
}
