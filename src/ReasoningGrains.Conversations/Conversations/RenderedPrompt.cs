using ReasoningGrains.Models.Templates;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>The context that a turn gives to the model.</summary>
/// <param name="Chat">As it was rendered and encoded.</param>
/// <param name="Thinking">It ends inside the thinking, so that the answer begins there.</param>
internal readonly record struct RenderedPrompt(EncodedChat Chat, bool Thinking)
{
    /// <summary>Ids.</summary>
    public ReadOnlySpan<int> Tokens => Chat.Tokens.Span;

    /// <param name="template">The model's.</param>
    /// <param name="items">The conversation, the turn's input included.</param>
    /// <param name="options">Of the turn.</param>
    /// <param name="at">When the turn began.</param>
    /// <param name="former">The conversation's last rendering: what this one shares with it is not encoded again. Null encodes all.</param>
    public static RenderedPrompt Of(IChatTemplate template, IEnumerable<Item> items, TurnOptions options, DateTimeOffset at, EncodedChat? former)
    {
        var chat = template.EncodeAfter(former, Prompt.Messages(items, options.Instructions), addGenerationPrompt: true, at: at);
        return new RenderedPrompt(chat, ReasoningSplitter.Opens(chat.Text));
    }
}
