using ReasoningGrains.Models;
using ReasoningGrains.Models.Templates;

namespace ReasoningGrains.Conversations.Conversations;

/// <summary>The messages that the model's chat template renders.</summary>
internal static class Prompt
{
    private const string System = "system";

    /// <summary>What a chat template makes of messages.</summary>
    /// <param name="model">Whose template, for the error.</param>
    /// <param name="render">Renders or encodes.</param>
    /// <exception cref="ConversationException">The template does not take the messages.</exception>
    public static T Rendered<T>(string model, Func<T> render)
    {
        try
        {
            return render();
        }
        catch (ModelFormatException e)
        {
            throw new ConversationException(ErrorCodes.Invalid, $"The chat template of {model} does not take these messages: {e.Message}");
        }
    }

    /// <summary>Items as messages: instructions stand before what the conversation begins with, in one system message, for many templates take one; thinking goes with the answer that follows it.</summary>
    public static IReadOnlyList<ChatMessage> Messages(IEnumerable<Item> items, string? instructions)
    {
        var messages = new List<ChatMessage>();
        if (instructions is not null)
        {
            messages.Add(new ChatMessage(System, instructions));
        }

        string? reasoning = null;
        foreach (var item in items)
        {
            if (item.Kind == ItemKind.Reasoning)
            {
                reasoning += item.Text;
                continue;
            }

            if (instructions is not null && item.Role is System or "developer" && messages is [{ Role: System } first])
            {
                messages[0] = first with { Content = $"{first.Content}\n\n{item.Text}" };
                continue;
            }

            messages.Add(new ChatMessage(item.Role == "developer" ? System : item.Role, item.Text, item.Role == "assistant" ? reasoning : null));
            reasoning = null;
        }

        return messages;
    }
}
