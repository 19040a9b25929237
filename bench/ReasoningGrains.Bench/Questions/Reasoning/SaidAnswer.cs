namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>One generated answer.</summary>
/// <param name="Think">Its reasoning, without the marks; empty when there was none.</param>
/// <param name="Answer">What follows; empty when the reasoning never ended.</param>
/// <param name="Tokens">Generated in all.</param>
/// <param name="ThinkTokens">Of them up to the end of the reasoning.</param>
/// <param name="CachedTokens">Of the context whose keys and values were there already.</param>
internal sealed record SaidAnswer(string Think, string Answer, int Tokens, int ThinkTokens, int CachedTokens)
{
    private const string Opening = "<think>";
    private const string Closing = "</think>";

    /// <param name="texts">Of each generated token, in order.</param>
    /// <param name="cachedTokens">Of the context.</param>
    public static SaidAnswer Of(IReadOnlyList<string> texts, int cachedTokens)
    {
        var text = string.Concat(texts);
        var opened = text.TrimStart().StartsWith(Opening, StringComparison.Ordinal);
        var end = text.IndexOf(Closing, StringComparison.Ordinal);
        if (end < 0 && !opened)
        {
            return new SaidAnswer("", text.Trim(), texts.Count, 0, cachedTokens);
        }

        var (think, answer) = end < 0 ? (text, "") : (text[..end], text[(end + Closing.Length)..]);
        return new SaidAnswer((opened ? think.TrimStart()[Opening.Length..] : think).Trim(), answer.Trim(), texts.Count, ThinkLength(texts, end < 0 ? text.Length : end + Closing.Length), cachedTokens);
    }

    private static int ThinkLength(IReadOnlyList<string> texts, int characters)
    {
        var count = 0;
        for (var length = 0; length < characters; count++)
        {
            length += texts[count].Length;
        }

        return count;
    }
}
