using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Conversations.Weights;

/// <summary>W of a turn that runs.</summary>
internal sealed class Weighing
{
    /// <summary>W_{t-1}, as the turn began with it; null when there is none or every block is attended.</summary>
    public KeptWeights? Before { get; set; }

    /// <summary>W_t; null until the engine gives it back.</summary>
    public BlockWeights? Now { get; set; }
}
