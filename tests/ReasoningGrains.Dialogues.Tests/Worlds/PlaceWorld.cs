using System.Text.RegularExpressions;

namespace ReasoningGrains.Dialogues.Tests.Worlds;

/// <summary>Who and what is where, understood from what users say alone.</summary>
internal sealed partial class PlaceWorld
{
    public Dictionary<string, string> People { get; } = [];

    public Dictionary<string, string> Holders { get; } = [];

    /// <summary>Rooms that anybody ever was in.</summary>
    public HashSet<string> Entered { get; } = [];

    public bool Hear(string said)
    {
        if (Gone().Match(said) is { Success: true } gone)
        {
            Enter(gone);
        }
        else if (Seen().Match(said) is { Success: true } seen)
        {
            Enter(seen);
        }
        else if (Given().Match(said) is { Success: true } given)
        {
            Holders[given.Groups["t"].Value] = given.Groups["q"].Value;
        }
        else if (Got().Match(said) is { Success: true } got)
        {
            Holders[got.Groups["t"].Value] = got.Groups["q"].Value;
        }
        else if (Lost().Match(said) is { Success: true } lost)
        {
            Holders[lost.Groups["t"].Value] = "lost";
        }
        else if (Left().Match(said) is { Success: true } left)
        {
            Holders[left.Groups["t"].Value] = left.Groups["r"].Value;
        }
        else if (Has().Match(said) is { Success: true } has)
        {
            Holders[has.Groups["t"].Value] = has.Groups["p"].Value;
        }
        else
        {
            return false;
        }

        return true;
    }

    private void Enter(Match match)
    {
        People[match.Groups["p"].Value] = match.Groups["r"].Value;
        Entered.Add(match.Groups["r"].Value);
    }

    [GeneratedRegex(@"(?<p>\w+) (?:is|is now|went|moved|walked|ran|has gone|left and went|came|returned|is sitting) (?:in|to) (?<r>the [\w ]+?|room \d+)(?: now)?$")]
    private static partial Regex Gone();

    [GeneratedRegex(@"(?:saw|find) (?<p>\w+) in (?<r>.+)$")]
    private static partial Regex Seen();

    [GeneratedRegex(@"\w+ (?:gave|handed|passed|sold|lent) (?<t>the [\w ]+?) to (?<q>\w+)$|(?<t>the [\w ]+?) went from \w+ to (?<q>\w+)$")]
    private static partial Regex Given();

    [GeneratedRegex(@"(?<q>\w+) (?:got|took) (?<t>the [\w ]+?) from \w+$")]
    private static partial Regex Got();

    [GeneratedRegex(@"lost (?<t>the .+)$|(?<t>the [\w ]+?) (?:got|is) lost$|cannot find (?<t>the [\w ]+?) any more$")]
    private static partial Regex Lost();

    [GeneratedRegex(@"\w+ (?:left|dropped|put|forgot) (?<t>the [\w ]+?) in (?<r>.+)$|(?<t>the [\w ]+?) was left in (?<r>.+?) by \w+$")]
    private static partial Regex Left();

    [GeneratedRegex(@"(?<p>\w+) (?:has|took|is carrying|picked up|got|holds|found) (?<t>the .+)$|(?<t>the [\w ]+?) is with (?<p>\w+)$")]
    private static partial Regex Has();
}
