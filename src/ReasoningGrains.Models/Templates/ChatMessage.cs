namespace ReasoningGrains.Models.Templates;

/// <summary>One message of a conversation as chat templates see it.</summary>
/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">The text.</param>
/// <param name="Reasoning">The thinking before an assistant's text (<c>reasoning_content</c> in templates), or null.</param>
public sealed record ChatMessage(string Role, string Content, string? Reasoning = null);
