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

    /// <summary>The ids of <see cref="Encode"/>, at the cost of what the conversation has more than a former encoding of it.</summary>
    /// <param name="former">What this template returned before, for any messages; null encodes all.</param>
    /// <param name="messages">The conversation, oldest first.</param>
    /// <param name="addGenerationPrompt">Ends with the opening of the assistant's turn.</param>
    /// <param name="thinking">As for <see cref="Render"/>.</param>
    /// <param name="at">The time that a template writes which writes it (<c>strftime_now</c>); null is now.</param>
    EncodedChat EncodeAfter(EncodedChat? former, IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, bool? thinking = null, DateTimeOffset? at = null);
}
