namespace ReasoningGrains.Models.Tokenizers.Normalizers;

/// <summary>SentencePiece's treatment of spaces: U+2581 stands for a space, and one may be put before the text.</summary>
internal sealed class SpaceEscape(bool addPrefix, bool removeExtra) : INormalizer
{
    public const char Mark = '\u2581';

    public string Normalize(string text)
    {
        var kept = removeExtra ? string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : text;
        return kept.Length == 0 ? "" : (addPrefix ? " " + kept : kept).Replace(' ', Mark);
    }
}
