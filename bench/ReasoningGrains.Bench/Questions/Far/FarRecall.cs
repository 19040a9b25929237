using System.Diagnostics;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Bench.Questions.Memory;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Templates;

namespace ReasoningGrains.Bench.Questions.Far;

/// <summary>Whether a note can still be quoted when the conversation after it has become far longer than the model's window. Each length is its own conversation, held turn by turn.</summary>
internal static class FarRecall
{
    public static async Task<FarReport> Run(string modelPath, string casesPath, string profile, int most, IReadOnlyList<int> lengths, int threads)
    {
        var all = MemoryCase.Read(casesPath, int.MaxValue);
        var cases = all.Where(c => c.Kind == "quote").Take(most).ToList();
        using var model = ModelLoader.Open(modelPath);
        await using var engine = EngineFactory.Create(model, new EngineOptions { ModelPath = modelPath, Threads = threads, Limits = new EngineLimits { KvBytes = 3L << 30 } });
        var rows = new List<FarRow>();
        foreach (var (i, memory) in cases.Index())
        {
            foreach (var length in lengths)
            {
                var row = await Hold(engine, memory, new MoreNotes(all, memory, i), length, Profiles.Of(profile), $"{i} {length}");
                rows.Add(row with { Case = i });
                await Console.Error.WriteLineAsync($"case {i}, {row.Tokens} tokens: {row.Nll:f3}, {row.Seconds:f0} s");
            }
        }

        return new FarReport(profile, model.Config.ContextLength, rows);
    }

    private static async Task<FarRow> Hold(IEngine engine, MemoryCase memory, MoreNotes more, int length, RoutingOptions routing, string lineage)
    {
        var start = Stopwatch.GetTimestamp();
        var conversation = new Conversation(engine, routing, lineage);
        foreach (var message in memory.Messages.SkipLast(1))
        {
            await conversation.Say(message);
        }

        while (conversation.Tokens < length)
        {
            foreach (var message in more.Next())
            {
                await conversation.Say(message);
            }
        }

        var nll = await conversation.Ask(memory.Messages[^1], memory.Answer);
        return new FarRow(0, length, conversation.Tokens, nll, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>What the service does with a conversation: W goes from turn to turn, and only what is new is encoded and computed.</summary>
    private sealed class Conversation(IEngine engine, RoutingOptions routing, string lineage)
    {
        private readonly List<ChatMessage> messages = [];
        private EncodedChat? encoded;
        private BlockWeights? weights;

        public int Tokens { get; private set; }

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
            weights = (await Score(encoded.Tokens, encoded.Tokens.Length - prompt)).Weights;
        }

        public async Task<double> Ask(MemoryMessage question, string answer)
        {
            messages.Add(question.Chat);
            var said = engine.Tokenizer.Encode(answer, parseSpecial: false);
            return -(await Score((int[])[.. engine.Template.EncodeAfter(encoded, messages, addGenerationPrompt: true).Tokens.Span, .. said], said.Length)).LogProbs.Average();
        }

        private async Task<ScoredTokens> Score(ReadOnlyMemory<int> tokens, int scored)
        {
            Tokens = tokens.Length;
            return await engine.Score(new GenerationRequest { Sequence = lineage, Tokens = tokens, Routing = routing, Weights = weights, Lineage = lineage, StopTokens = engine.Tokenizer.EndOfTurn }, scored);
        }
    }
}
