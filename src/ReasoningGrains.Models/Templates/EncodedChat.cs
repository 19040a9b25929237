namespace ReasoningGrains.Models.Templates;

/// <summary>A rendered conversation with its token ids. Given to the next encoding, only what it has more is rendered, where the template allows it, and only what follows the last special token that both share is encoded again.</summary>
public sealed class EncodedChat
{
    internal EncodedChat(RenderedChat rendered, int[] tokens, IReadOnlyList<ChatBoundary> boundaries) => (Rendered, Tokens, Boundaries) = (rendered, tokens, boundaries);

    /// <summary>What was rendered. Spellings of special tokens inside contents have their first character covered by a noncharacter (U+FDD0 and following).</summary>
    public string Text => Rendered.Text;

    /// <summary>Ids.</summary>
    public ReadOnlyMemory<int> Tokens { get; }

    internal RenderedChat Rendered { get; }

    /// <summary>In the order of the text.</summary>
    internal IReadOnlyList<ChatBoundary> Boundaries { get; }
}

/// <summary>A special token in a rendered text: what stands before it does not touch how it and what follows is encoded.</summary>
/// <param name="Start">Of its spelling.</param>
/// <param name="End">Of its spelling.</param>
/// <param name="Tokens">Ids before it.</param>
internal readonly record struct ChatBoundary(int Start, int End, int Tokens);
