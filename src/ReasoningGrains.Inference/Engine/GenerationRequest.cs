using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Sampling;

namespace ReasoningGrains.Inference.Engine;

/// <summary>What a sequence asks of the engine.</summary>
public sealed record GenerationRequest
{
    /// <summary>Names the sequence in logs and errors.</summary>
    public required string Sequence { get; init; }

    /// <summary>The whole context, from the conversation's first token on.</summary>
    public required ReadOnlyMemory<int> Tokens { get; init; }

    /// <summary>So many of the last tokens were generated before, by a run that was cut off: they are reported again, count as generated, and the rest follows.</summary>
    public int Resumed { get; init; }

    public SamplingOptions Sampling { get; init; } = SamplingOptions.Greedy;

    /// <summary>At most this many tokens are generated.</summary>
    public int MaxTokens { get; init; } = int.MaxValue;

    /// <summary>Texts that end the generation; they and what follows are not reported.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Tokens that end the generation.</summary>
    public required IReadOnlySet<int> StopTokens { get; init; }

    /// <summary>Alternatives to report with each token, 0 to 20; null reports no log-probabilities.</summary>
    public int? TopLogProbs { get; init; }

    /// <summary>What is scored is computed token by token, as it is when it is generated, and not many tokens at once.</summary>
    public bool ScoreByToken { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Which blocks of the past are attended.</summary>
    public RoutingOptions Routing { get; init; } = RoutingOptions.Exact;

    /// <summary>
    /// W_{t-1}: what a former generation of the sequence ended with. Its first <see cref="BlockWeights.Tokens"/> tokens are those of <see cref="Tokens"/>.
    /// W of a model with other heads is not used: it says nothing of this one's.
    /// </summary>
    public BlockWeights? Weights { get; init; }

    /// <summary>Blocks are shared only between sequences of one lineage: what a routed sequence computed differs from what an exact one does.</summary>
    public string Lineage { get; init; } = "";
}
