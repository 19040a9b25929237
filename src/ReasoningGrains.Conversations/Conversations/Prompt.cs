using ReasoningGrains.Models.Templates;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>The messages that the model's chat template renders.</summary>
internal static class Prompt
{
    /// <summary>Items as messages; instructions replace the system message, thinking goes with the answer that follows it.</summary>
    public static IReadOnlyList<ChatMessage> Messages(IEnumerable<Item> items, string? instructions)
    {
        var messages = new List<ChatMessage>();
        if (instructions is not null)
        {
            messages.Add(new ChatMessage("system", instructions));
        }

        string? reasoning = null;
        foreach (var item in items)
        {
            if (item.Kind == ItemKind.Reasoning)
            {
                reasoning += item.Text;
                continue;
            }

            if (instructions is not null && item.Role is ("system" or "developer"))
            {
                continue;
            }

            messages.Add(new ChatMessage(item.Role == "developer" ? "system" : item.Role, item.Text, item.Role == "assistant" ? reasoning : null));
            reasoning = null;
        }

        return messages;
    }
}
