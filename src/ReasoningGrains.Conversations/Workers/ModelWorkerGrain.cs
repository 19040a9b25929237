using System.Runtime.CompilerServices;
using Orleans.Concurrency;
using Orleans.Placement;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Conversations.Weights;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Conversations.Workers;

/// <inheritdoc/>
[Reentrant, PreferLocalPlacement]
internal sealed class ModelWorkerGrain(IEngine engine) : Grain, IModelWorkerGrain
{
    public async IAsyncEnumerable<WorkerToken> Generate(WorkerRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var generation = new GenerationRequest
        {
            Sequence = request.Conversation,
            Tokens = request.Tokens,
            Resumed = request.Resumed,
            Sampling = SamplingChoice.Of(request.Options, request.Seed),
            // A model that repeats itself says no end, and a routed context has none.
            MaxTokens = request.Options.MaxOutputTokens ?? engine.ContextLength,
            Stop = request.Options.Stop ?? [],
            StopTokens = engine.Tokenizer.EndOfTurn,
            TopLogProbs = request.Options.TopLogProbs,
            Priority = request.Options.Priority,
            Routing = RoutingChoice.Of(request.Attention),
            Weights = request.Weights is { } bytes ? BlockWeights.Parse(bytes) : null,
            Lineage = request.Lineage,
        };
        await foreach (var token in engine.Generate(generation, cancellation))
        {
            yield return new WorkerToken { Token = token.Token, Text = token.Text, Stop = Reason(token.End), Cached = token.CachedTokens, LogProb = LogProb(token), Weights = token.Weights?.Bytes.ToArray() };
        }
    }

    private static StopReason? Reason(GenerationEnd? end) => end switch
    {
        null => null,
        GenerationEnd.StopToken => StopReason.EndOfTurn,
        GenerationEnd.StopText => StopReason.StopText,
        GenerationEnd.Cancelled => StopReason.Cancelled,
        _ => StopReason.Length,
    };

    private TokenLogProb? LogProb(in GeneratedToken token) => float.IsNaN(token.LogProb) ? null
        : new TokenLogProb(token.Token, Text(token.Token), token.LogProb, [.. token.Alternatives.Select(a => new TokenLogProb(a.Token, Text(a.Token), a.LogProb, []))]);

    private string Text(int token) => System.Text.Encoding.UTF8.GetString(engine.Tokenizer.Bytes(token).Span);
}
