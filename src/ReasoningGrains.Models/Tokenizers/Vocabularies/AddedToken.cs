namespace ReasoningGrains.Models.Tokenizers.Vocabularies;

/// <summary>A token that is found by its spelling before the text is split into words.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its spelling; not empty.</param>
/// <param name="Kind"><see cref="TokenKind.Control"/> or <see cref="TokenKind.UserDefined"/>.</param>
internal sealed record AddedToken(int Id, string Text, TokenKind Kind)
{
    /// <summary>Looked for in normalized text, not in the text as it came.</summary>
    public bool Normalized { get; init; }

    /// <summary>Swallows white space before it.</summary>
    public bool StripLeft { get; init; }

    /// <summary>Swallows white space after it.</summary>
    public bool StripRight { get; init; }

    /// <summary>
    /// Only a template may write it: control tokens, and markup such as <c>&lt;think&gt;</c> or <c>[INST]</c>. Others (runs of spaces, say) are part of plain text.
    /// </summary>
    public bool Guarded { get; } = Kind == TokenKind.Control || (Text.Length > 2 && (Text[0], Text[^1]) is ('<', '>') or ('[', ']'));

    /// <summary>Spelled <c>&lt;|…|&gt;</c>: a control token even where the file calls it user-defined, as llama.cpp decides too.</summary>
    public static bool LooksLikeControl(string text) =>
        text.Length > 4 && (text.StartsWith("<|", StringComparison.Ordinal) || text.StartsWith("<｜", StringComparison.Ordinal))
        && (text.EndsWith("|>", StringComparison.Ordinal) || text.EndsWith("｜>", StringComparison.Ordinal));
}
