using ReasoningGrains.Models.Templates.Jinja;

namespace ReasoningGrains.Models.Templates;

/// <summary>A rendered conversation.</summary>
/// <param name="Text">What it is encoded from.</param>
/// <param name="Messages">What was rendered.</param>
/// <param name="Loop">What the template wrote of each message; null when it has no loop to go on with.</param>
internal sealed record RenderedChat(string Text, CoveredMessages Messages, WrittenLoop? Loop)
{
    /// <summary>What the template wrote: the text without the start that it does not write.</summary>
    public ReadOnlyMemory<char> Template => Loop is null ? default : Text.AsMemory(Text.Length - Loop.Length);
}
