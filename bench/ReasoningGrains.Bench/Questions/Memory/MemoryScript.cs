using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Bench.Questions.Memory;

/// <summary>The contexts that a service gives to the model, turn by turn: each ends with what the model is to have said.</summary>
internal sealed class MemoryScript(ITokenizer tokenizer, IChatTemplate template)
{
    /// <summary>A turn for each message of the assistant; the answer is the last one.</summary>
    public IReadOnlyList<MemoryTurn> Turns(MemoryCase memory)
    {
        ChatMessage[] messages = [.. memory.Messages.Select(m => m.Chat)];
        var turns = new List<MemoryTurn>();
        for (var i = 0; i < messages.Length; i++)
        {
            if (messages[i].Role == "assistant")
            {
                turns.Add(Said(messages, i));
            }
        }

        turns.Add(Answer(memory.Messages, memory.Answer));
        if (turns.Zip(turns.Skip(1)).FirstOrDefault(t => !t.Second.Tokens.AsSpan().StartsWith(t.First.Tokens)) is { First: { } cut })
        {
            throw new InvalidOperationException($"The template does not go on from the first {cut.Tokens.Length} tokens as they were: W cannot be taken on.");
        }

        return turns;
    }

    /// <summary>The answer, which the model is not asked to end.</summary>
    public MemoryTurn Answer(IReadOnlyList<MemoryMessage> messages, string answer)
    {
        var said = tokenizer.Encode(answer, parseSpecial: false);
        return new MemoryTurn([.. template.Encode([.. messages.Select(m => m.Chat)], addGenerationPrompt: true), .. said], said.Length);
    }

    /// <summary>Ends with the token that ends the turn, as the template writes it.</summary>
    private MemoryTurn Said(ChatMessage[] messages, int at)
    {
        var prompt = template.Encode(messages[..at], addGenerationPrompt: true);
        int[] spoken = [.. prompt, .. tokenizer.Encode(messages[at].Content, parseSpecial: false)];
        var written = template.Encode(messages[..(at + 1)], addGenerationPrompt: false);
        var end = Array.FindIndex(written, Math.Min(prompt.Length, written.Length), tokenizer.EndOfTurn.Contains);
        return end >= spoken.Length && written.AsSpan().StartsWith(spoken)
            ? new MemoryTurn(written[..(end + 1)], end + 1 - prompt.Length)
            : throw new InvalidOperationException($"The template does not write message {at} as its generation prompt, the text and an end of turn.");
    }
}

/// <param name="Tokens">The context and what was said.</param>
/// <param name="Scored">Tokens that were said.</param>
internal sealed record MemoryTurn(int[] Tokens, int Scored);
