using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Sampling;

namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>A conversation up to its last question, or several. W has gone from turn to turn and the blocks of the context are in the engine's pool, as in the service.</summary>
internal sealed class HeldConversation
{
    private readonly IEngine engine;
    private readonly RoutingOptions routing;
    private readonly string lineage;
    private BlockWeights? weights;

    private HeldConversation(IEngine engine, RoutingOptions routing, string lineage)
        => (this.engine, this.routing, this.lineage) = (engine, routing, lineage);

    /// <param name="engine">Computes.</param>
    /// <param name="held">A case of the conversation.</param>
    /// <param name="routing">What is attended.</param>
    /// <param name="lineage">Of no other conversation.</param>
    public static async Task<HeldConversation> Hold(IEngine engine, ReasoningCase held, RoutingOptions routing, string lineage)
    {
        var conversation = new HeldConversation(engine, routing, lineage);
        foreach (var turn in held.History)
        {
            conversation.weights = (await engine.Score(conversation.Request(held.Tokens[..turn.End]), turn.End - turn.Prompt)).Weights;
        }

        return conversation;
    }

    /// <summary>An answer to a last question. Asked several times, also at once, the chains are forks: they share the blocks of what was said before.</summary>
    public async Task<SaidAnswer> Answer(ReasoningCase asked, SamplingOptions sampling, int maxTokens)
    {
        var (texts, cached) = (new List<string>(), 0);
        await foreach (var token in engine.Generate(Request(asked.Tokens) with { Sampling = sampling, MaxTokens = maxTokens }))
        {
            texts.Add(token.Text);
            cached = texts.Count == 1 ? token.CachedTokens : cached;
        }

        return SaidAnswer.Of(texts, cached);
    }

    private GenerationRequest Request(ReadOnlyMemory<int> tokens) => new()
    {
        Sequence = lineage,
        Tokens = tokens,
        Routing = routing,
        Weights = weights,
        Lineage = lineage,
        StopTokens = engine.Tokenizer.EndOfTurn,
    };
}
