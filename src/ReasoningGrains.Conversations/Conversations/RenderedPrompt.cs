using ReasoningGrains.Models.Templates;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>The context that a turn gives to the model.</summary>
/// <param name="Tokens">Ids.</param>
/// <param name="Thinking">It ends inside the thinking, so that the answer begins there.</param>
internal readonly record struct RenderedPrompt(int[] Tokens, bool Thinking)
{
    public static RenderedPrompt Of(IChatTemplate template, IEnumerable<Item> items, TurnOptions options)
    {
        var messages = Prompt.Messages(items, options.Instructions);
        return new RenderedPrompt(template.Encode(messages, addGenerationPrompt: true), ReasoningSplitter.Opens(template.Render(messages, addGenerationPrompt: true)));
    }
}
