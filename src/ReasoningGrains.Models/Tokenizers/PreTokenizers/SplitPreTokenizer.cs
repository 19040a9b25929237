using System.Text.RegularExpressions;

namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts at the matches of a regular expression; what stands between two matches is one word.</summary>
internal sealed class SplitPreTokenizer : IPreTokenizer
{
    // Far above what any real pattern needs, so only one that explodes meets it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly Regex regex;
    private readonly SplitBehavior behavior;
    private readonly bool invert;

    public SplitPreTokenizer(string pattern, SplitBehavior behavior = SplitBehavior.Isolated, bool invert = false)
    {
        this.behavior = behavior;
        this.invert = invert;
        try
        {
            regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, Limit);
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException($"The pre-tokenizer's pattern '{pattern}' cannot be used: {exception.Message}", exception);
        }
    }

    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> words)
    {
        var points = CodePointText.Of(text);
        var parts = new SplitParts(text, behavior, words);
        var done = 0;
        try
        {
            foreach (var match in regex.EnumerateMatches(points.Units.Span))
            {
                if (match.Length > 0)
                {
                    parts.Add(points.Offset(done), points.Offset(match.Index), isMatch: invert);
                    done = match.Index + match.Length;
                    parts.Add(points.Offset(match.Index), points.Offset(done), isMatch: !invert);
                }
            }
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new ModelFormatException($"The pre-tokenizer's pattern '{regex}' needs more than {Limit.TotalSeconds:0} s for a text: it backtracks without bound.", exception);
        }

        parts.Add(points.Offset(done), text.Length, isMatch: invert);
        parts.Finish();
    }
}
