using System.Globalization;
using System.Text.RegularExpressions;

namespace ReasoningGrains.Dialogues.Tests.Worlds;

/// <summary>The little calculations in a text, such as <c>7+5+1=13 write 3 carry 1</c>.</summary>
internal sealed partial record Steps(string Text, bool IsRight)
{
    public static IEnumerable<Steps> Of(string text) => Calculation().Matches(text).Select(match => new Steps(match.Value, Holds(match)));

    private static bool Holds(Match match)
    {
        var terms = match.Groups["term"].Captures.Select(capture => int.Parse(capture.Value, CultureInfo.InvariantCulture)).ToArray();
        var value = match.Groups["sign"].Captures.Select(capture => capture.Value[0]).Zip(terms.Skip(1)).Aggregate(terms[0], (sum, next) => next.First switch
        {
            '+' => sum + next.Second,
            '-' => sum - next.Second,
            _ => sum * next.Second,
        });
        var written = match.Groups["write"] is { Success: true } write ? int.Parse(write.Value + "", CultureInfo.InvariantCulture) + 10 * int.Parse(match.Groups["carry"].Value, CultureInfo.InvariantCulture) : value;
        return value == int.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture) && written == value;
    }

    [GeneratedRegex(@"(?<term>\d+)(?:(?<sign>[+*-])(?<term>\d+))+=(?<value>-?\d+)(?: write (?<write>\d) carry (?<carry>\d))?")]
    private static partial Regex Calculation();
}
