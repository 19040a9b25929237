using ReasoningGrains.Dialogues;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>A held-out conversation as the service gives it to the model.</summary>
/// <param name="Task">Name.</param>
/// <param name="Number">Among the cases of its task, from 0.</param>
/// <param name="Asked">The last message with the right reasoning and answer.</param>
/// <param name="Tokens">Of the whole conversation, the opening of the answer included.</param>
/// <param name="History">The turns before the last one, oldest first.</param>
/// <param name="Reply">Tokens that the right reasoning and answer take.</param>
internal sealed record ReasoningCase(string Task, int Number, DialogueTurn Asked, ReadOnlyMemory<int> Tokens, IReadOnlyList<HistoryTurn> History, int Reply)
{
    /// <exception cref="InvalidOperationException">The template writes earlier answers otherwise than they were generated.</exception>
    public static ReasoningCase Of(string task, int number, Dialogue dialogue, ITokenizer tokenizer, IChatTemplate template)
    {
        var messages = new List<ChatMessage>();
        if (dialogue.System is { } instructions)
        {
            messages.Add(new ChatMessage("system", instructions));
        }

        var history = new List<HistoryTurn>();
        EncodedChat? chat = null;
        foreach (var turn in dialogue.Turns)
        {
            messages.Add(new ChatMessage("user", turn.User));
            var asked = template.EncodeAfter(chat, messages, addGenerationPrompt: true);
            messages.Add(new ChatMessage("assistant", turn.Answer, turn.Think));
            var said = template.EncodeAfter(asked, messages, addGenerationPrompt: false);
            if (!said.Tokens.Span.StartsWith(asked.Tokens.Span) || (history is [.., var before] && !asked.Tokens.Span.StartsWith(chat!.Tokens.Span[..before.End])))
            {
                throw new InvalidOperationException($"The template does not go on from turn {history.Count} as it was: W cannot be taken on.");
            }

            // The model stops at the end of its turn; what the template writes after it belongs to the next one.
            history.Add(new HistoryTurn(asked.Tokens.Length, said.Tokens.Span.LastIndexOfAny([.. tokenizer.EndOfTurn]) + 1));
            chat = said;
        }

        var (prompt, end) = (history[^1].Prompt, history[^1].End);
        return new ReasoningCase(task, number, dialogue.Turns[^1], chat!.Tokens[..prompt], history[..^1], end - prompt);
    }

    public bool IsRight(string answer) => answer.Trim() == Asked.Answer.Trim();
}

/// <summary>A turn as a part of the conversation's tokens.</summary>
/// <param name="Prompt">Tokens up to the opening of the answer.</param>
/// <param name="End">Tokens up to the end of the answer.</param>
internal readonly record struct HistoryTurn(int Prompt, int End);
