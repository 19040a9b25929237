using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Bench.Questions.Memory;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Models.Templates;

namespace ReasoningGrains.Bench.Questions.Far;

/// <summary>What the service does with a conversation: W goes from turn to turn, and only what is new is encoded and computed.</summary>
/// <param name="engine">Computes.</param>
/// <param name="routing">What is attended.</param>
/// <param name="lineage">Of no other conversation.</param>
internal sealed class Conversation(IEngine engine, RoutingOptions routing, string lineage)
{
    private readonly List<ChatMessage> messages = [];
    private EncodedChat? encoded;
    private BlockWeights? weights;

    /// <summary>Up to the last answer.</summary>
    public int Tokens => encoded?.Tokens.Length ?? 0;

    public async Task Say(MemoryMessage message)
    {
        if (message.Role != "assistant")
        {
            messages.Add(message.Chat);
            return;
        }

        encoded = engine.Template.EncodeAfter(encoded, messages, addGenerationPrompt: true);
        var prompt = encoded.Tokens.Length;
        messages.Add(message.Chat);
        encoded = engine.Template.EncodeAfter(encoded, messages, addGenerationPrompt: false);
        weights = (await engine.Score(Request(encoded.Tokens), encoded.Tokens.Length - prompt)).Weights;
    }

    /// <summary>Mean loss of a token of an answer, asked of a fork: the conversation stays as it was.</summary>
    public async Task<double> Loss(MemoryMessage question, string opening, string answer)
    {
        var said = engine.Tokenizer.Encode(answer, parseSpecial: false);
        var scored = await engine.Score(Request((int[])[.. Prompt(question, opening), .. said]), said.Length);
        return -scored.LogProbs.Average();
    }

    /// <summary>What the model says itself, as many tokens as another text has, likewise.</summary>
    public async Task<string> Answer(MemoryMessage question, string opening, string asLongAs)
    {
        var text = "";
        await foreach (var token in engine.Generate(Request(Prompt(question, opening)) with { Sampling = SamplingOptions.Greedy, MaxTokens = engine.Tokenizer.Encode(asLongAs, parseSpecial: false).Length }))
        {
            text += token.Text;
        }

        return text;
    }

    private int[] Prompt(MemoryMessage question, string opening)
        => [.. engine.Template.EncodeAfter(encoded, [.. messages, question.Chat], addGenerationPrompt: true).Tokens.Span, .. engine.Tokenizer.Encode(opening, parseSpecial: false)];

    private GenerationRequest Request(ReadOnlyMemory<int> tokens)
        => new() { Sequence = lineage, Tokens = tokens, Routing = routing, Weights = weights, Lineage = lineage, StopTokens = engine.Tokenizer.EndOfTurn };
}
