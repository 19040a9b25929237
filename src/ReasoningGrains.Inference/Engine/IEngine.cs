using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Inference.Engine;

/// <summary>Runs one model for many sequences at once: one loop of schedule, forward, sample, publish.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>Name of the model.</summary>
    string Model { get; }

    /// <summary>The model's trained window in tokens: the longest context, answer included, that is attended whole.</summary>
    int ContextLength { get; }

    /// <summary>Longest context, answer included, in tokens: what the memory for keys and values holds, and no more than the trained window when every block is attended, than <see cref="BlockWeights.MostTokens"/> otherwise.</summary>
    int LongestContext(RoutingOptions routing);

    ITokenizer Tokenizer { get; }

    IChatTemplate Template { get; }

    /// <summary>Of requests that do not say how to sample.</summary>
    SamplingDefaults Sampling { get; }

    /// <summary>
    /// Generates after a context. A prefix of it whose keys and values are still in the pool, whoever of the same lineage computed them, is not computed again; of a routed one no more than its W has seen.
    /// Cancelling ends the generation within one step, with <see cref="GenerationEnd.Cancelled"/> and no exception.
    /// </summary>
    /// <exception cref="EngineOverloadedException">The waiting queue is full; thrown before the first new token.</exception>
    /// <exception cref="EngineFaultException">A step failed; other sequences' later turns are not touched.</exception>
    IAsyncEnumerable<GeneratedToken> Generate(GenerationRequest request, CancellationToken cancellation = default);

    /// <summary>Natural log-probability of each of the last tokens given all before it, attended as if they had been generated.</summary>
    /// <param name="request">Its sampling, ends and limits do not matter.</param>
    /// <param name="scored">How many tokens; fewer than there are.</param>
    /// <param name="cancellation">Ends the computation with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="EngineOverloadedException">The waiting queue is full.</exception>
    /// <exception cref="EngineFaultException">A step failed.</exception>
    Task<ScoredTokens> Score(GenerationRequest request, int scored, CancellationToken cancellation = default);
}

/// <summary>Tokens of a context with their likelihood.</summary>
/// <param name="LogProbs">Natural log-probabilities.</param>
/// <param name="CachedTokens">Tokens of the context whose keys and values were there already.</param>
/// <param name="Weights">W after the last token; null when every block was attended.</param>
/// <param name="KvBytes">Bytes of the keys and values of the context, as they are kept from now on.</param>
public sealed record ScoredTokens(IReadOnlyList<float> LogProbs, int CachedTokens, BlockWeights? Weights, long KvBytes);
