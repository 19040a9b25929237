using System.Text;

namespace ReasoningGrains.Models.Tokenizers;

/// <summary>UTF-16 without unpaired surrogates.</summary>
internal static class WellFormedText
{
    /// <summary>The text with U+FFFD for each unpaired surrogate; the same string where there is none.</summary>
    public static string Of(string text)
    {
        var first = FirstUnpaired(text);
        if (first < 0)
        {
            return text;
        }

        var builder = new StringBuilder(text, 0, first, text.Length);
        foreach (var rune in text.AsSpan(first).EnumerateRunes())
        {
            builder.Append(rune);
        }

        return builder.ToString();
    }

    private static int FirstUnpaired(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }
}
