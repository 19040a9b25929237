using System.Text;

namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Python's <c>replace</c> and <c>count</c>.</summary>
internal static class Replacing
{
    public static long Count(string text, string part) => part.Length == 0 ? text.Length + 1L : text.AsSpan().Count(part);

    /// <summary>Replaces the first <paramref name="most"/> from the left, or all when it is negative.</summary>
    public static string Replace(string text, string old, string replacement, long most, Budget budget)
    {
        var count = most < 0 ? Count(text, old) : Math.Min(most, Count(text, old));
        budget.Characters(text.Length + (count * replacement.Length));
        var builder = new StringBuilder();
        var done = 0;
        for (; count > 0; count--)
        {
            var at = old.Length == 0 ? done : text.IndexOf(old, done, StringComparison.Ordinal);
            builder.Append(text, done, at - done).Append(replacement);
            done = at + old.Length;
            if (old.Length == 0 && done < text.Length)
            {
                builder.Append(text[done++]);
            }
        }

        return builder.Append(text, done, text.Length - done).ToString();
    }
}
