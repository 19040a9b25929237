namespace ReasoningGrains.Models.Templates;

/// <summary>The model file's own chat template.</summary>
public interface IChatTemplate
{
    /// <summary>The exact text that the template renders.</summary>
    /// <param name="messages">The conversation, oldest first.</param>
    /// <param name="addGenerationPrompt">Ends with the opening of the assistant's turn.</param>
    /// <param name="thinking">Whether the model should think first (<c>enable_thinking</c> in templates); null leaves it to the template.</param>
    /// <exception cref="ModelFormatException">The template refuses these messages; the message is its own.</exception>
    string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null);

    /// <summary>
    /// Token ids of the rendered conversation. Special tokens come from the template alone: their spellings inside a message's content stay text.
    /// </summary>
    int[] Encode(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null);
}
