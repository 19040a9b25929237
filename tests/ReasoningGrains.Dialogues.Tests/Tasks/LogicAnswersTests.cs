using System.Text.RegularExpressions;
using ReasoningGrains.Dialogues.Tests.Worlds;

namespace ReasoningGrains.Dialogues.Tests.Tasks;

public class LogicAnswersTests
{
    [Fact]
    public void Membership_follows_from_the_rules_and_from_nothing_else() => Threads.Check("implication", thread =>
    {
        var rules = new HashSet<(string, string)>();
        foreach (var beat in thread)
        {
            if (beat.Asks)
            {
                var asked = Regex.Match(beat.Answer, @"(\w+) is a (\w+)\.$").Groups;
                Assert.Contains(asked[2].Value, beat.Said, StringComparison.Ordinal);
                Assert.Equal(Reaches(rules, asked[1].Value, asked[2].Value), beat.Answer.StartsWith("Yes", StringComparison.Ordinal));
                var reached = Regex.Matches(beat.Think!, $@"; {asked[1].Value} (\w+) yes\.").Select(match => match.Groups[1].Value).ToHashSet();
                Assert.Equal(rules.Select(rule => rule.Item2).Where(kind => Reaches(rules, asked[1].Value, kind)).ToHashSet(), reached);
                continue;
            }

            var rule = Regex.Match(beat.Said, @"(?:every|each|any|if something is a|\ba) (\w+)(?: is|, it is)(?: always)? a (\w+)$|all (\w+)s are (\w+)s$|(\w+) is(?: one| a| called a) (\w+)$");
            Assert.True(rule.Success, beat.Said);
            var sides = rule.Groups.Values.Skip(1).Where(group => group.Success).Select(group => group.Value).ToArray();
            rules.Add((sides[0], sides[1]));
        }
    });

    [Fact]
    public void Orders_are_transitive() => Threads.Check("ordering", thread =>
    {
        var pairs = new HashSet<(string, string)>();
        foreach (var beat in thread)
        {
            if (beat.Answer.Contains("est.", StringComparison.Ordinal))
            {
                var best = beat.Answer.Split(' ')[0];
                Assert.All(pairs.Select(pair => pair.Item2), other => Assert.True(Reaches(pairs, best, other)));
            }
            else if (beat.Asks)
            {
                var asked = Regex.Match(beat.Said, @"(\w+)(?: is| really)? \w+ than (\w+)").Groups;
                var yes = beat.Answer.StartsWith("Yes", StringComparison.Ordinal);
                Assert.Equal(yes, Reaches(pairs, asked[1].Value, asked[2].Value));
                Assert.Equal(!yes, Reaches(pairs, asked[2].Value, asked[1].Value));
                Assert.All(Regex.Matches(beat.Think!, @"(\w+) over (\w+)(\?)?"), step =>
                    Assert.Equal(!step.Groups[3].Success, Reaches(pairs, step.Groups[1].Value, step.Groups[2].Value)));
            }
            else
            {
                var told = Regex.Match(beat.Said, @"(\w+) is (?:a bit |much )?(\w+) than (\w+)").Groups;
                pairs.Add(told[2].Value is "shorter" or "slower" or "weaker" or "poorer" or "quieter" ? (told[3].Value, told[1].Value) : (told[1].Value, told[3].Value));
            }
        }
    });

    private static bool Reaches(HashSet<(string From, string To)> edges, string from, string to) =>
        edges.Any(edge => edge.From == from && (edge.To == to || Reaches(edges, edge.To, to)));
}
