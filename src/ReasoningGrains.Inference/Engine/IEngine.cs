using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Inference.Engine;

/// <summary>Runs one model for many sequences at once: one loop of schedule, forward, sample, publish.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>Name of the model.</summary>
    string Model { get; }

    /// <summary>Longest context, answer included, in tokens.</summary>
    int ContextLength { get; }

    ITokenizer Tokenizer { get; }

    IChatTemplate Template { get; }

    /// <summary>
    /// Generates after a context. A prefix of it whose keys and values are still in the pool, whoever computed them, is not computed again.
    /// Cancelling ends the generation within one step, with <see cref="GenerationEnd.Cancelled"/> and no exception.
    /// </summary>
    /// <exception cref="EngineOverloadedException">The waiting queue is full; thrown by the first <c>MoveNextAsync</c>.</exception>
    /// <exception cref="EngineFaultException">A step failed; other sequences' later turns are not touched.</exception>
    IAsyncEnumerable<GeneratedToken> Generate(GenerationRequest request, CancellationToken cancellation = default);

    /// <summary>Natural log-probability of each of the last <paramref name="scored"/> tokens given all before it.</summary>
    Task<float[]> Score(ReadOnlyMemory<int> tokens, int scored, CancellationToken cancellation = default);
}
