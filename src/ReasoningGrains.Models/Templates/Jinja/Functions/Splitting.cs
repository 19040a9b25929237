using System.Buffers;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Python's <c>split</c>, <c>rsplit</c>, <c>splitlines</c> and <c>partition</c>.</summary>
internal static class Splitting
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\v\f\u001C\u001D\u001E\u0085\u2028\u2029");

    public static List<object?> Split(string text, string? separator, long most, Budget budget)
    {
        var parts = separator is null ? Words(text, most) : text.Split(NotEmpty(separator), Limit(most), StringSplitOptions.None);
        budget.Step(parts.Length);
        return [.. parts];
    }

    public static List<object?> SplitRight(string text, string? separator, long most, Budget budget)
    {
        if (most < 0)
        {
            return Split(text, separator, most, budget);
        }

        List<object?> parts = [];
        var end = text.Length;
        var mark = NotEmpty(separator ?? throw new ModelFormatException("The chat template calls 'rsplit' with a limit but without a separator."));
        while (parts.Count < most && text.AsSpan(0, end).LastIndexOf(mark) is >= 0 and var at)
        {
            parts.Add(text[(at + mark.Length)..end]);
            end = at;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        budget.Step(parts.Count);
        return parts;
    }

    public static List<object?> Lines(string text, bool keepEnds, Budget budget)
    {
        List<object?> lines = [];
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(LineEnds);
            var end = length < 0 ? text.Length : start + length;
            var next = length < 0 ? end : end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
            lines.Add(text[start..(keepEnds ? next : end)]);
            start = next;
        }

        budget.Step(lines.Count);
        return lines;
    }

    public static object?[] Partition(string text, string separator)
    {
        var at = text.IndexOf(NotEmpty(separator), StringComparison.Ordinal);
        return at < 0 ? [text, "", ""] : [text[..at], separator, text[(at + separator.Length)..]];
    }

    private static string[] Words(string text, long most)
    {
        List<string> words = [];
        for (var start = Next(0); start < text.Length; start = Next(start))
        {
            var end = start;
            while (end < text.Length && (!Trim.IsSpace(text[end]) || (most >= 0 && words.Count >= most)))
            {
                end++;
            }

            words.Add(text[start..end]);
            start = end;
        }

        return [.. words];

        int Next(int from)
        {
            while (from < text.Length && Trim.IsSpace(text[from]))
            {
                from++;
            }

            return from;
        }
    }

    private static int Limit(long most) => most is < 0 or >= int.MaxValue ? int.MaxValue : (int)most + 1;

    private static string NotEmpty(string separator) => separator.Length > 0 ? separator : throw new ModelFormatException("The chat template splits at an empty text.");
}
