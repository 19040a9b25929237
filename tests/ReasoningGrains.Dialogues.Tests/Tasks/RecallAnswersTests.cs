using ReasoningGrains.Dialogues.Tests.Worlds;

namespace ReasoningGrains.Dialogues.Tests.Tasks;

public class RecallAnswersTests
{
    [Theory]
    [InlineData("recall")]
    [InlineData("correction")]
    public void What_is_noted_was_said_and_what_is_answered_was_noted_last(string task) => Threads.Check(task, thread =>
    {
        var noted = new List<string>();
        foreach (var beat in thread)
        {
            if (!beat.Asks)
            {
                var fact = beat.Answer[(beat.Answer.IndexOf(' ', StringComparison.Ordinal) + 1)..^1];
                Assert.Contains(fact.Split(" is in ")[^1].Split(" is on ")[^1].Split(" is ")[^1].Split(" lives in ")[^1].Split(" live in ")[^1], beat.Said, StringComparison.Ordinal);
                noted.Add(fact);
                continue;
            }

            var answer = beat.Answer[..^1].ToUpperInvariant();
            var last = noted.Last(fact => Key(fact) == Key(answer));
            Assert.Equal(last.ToUpperInvariant(), answer);
        }

        // All but the value, which comes last and may be several words after the verb.
        static string Key(string fact) => System.Text.RegularExpressions.Regex.Match(fact.ToUpperInvariant(), "^.*?(?: IS(?: IN| ON)? | LIVES? IN )").Value;
    });

    [Fact]
    public void What_was_never_told_is_not_known() => Threads.Check("unknown", thread =>
    {
        for (var at = 0; at < thread.Count; at++)
        {
            if (!thread[at].Asks)
            {
                continue;
            }

            var told = thread.Take(at).Select(beat => beat.Fact).OfType<string>().SelectMany(fact => fact.Split("; ")).ToArray();
            if (thread[at].Think!.EndsWith("? Never told.", StringComparison.Ordinal))
            {
                Assert.Equal("I do not know.", thread[at].Answer);
                Assert.DoesNotContain(told, fact => Asked(fact).StartsWith(thread[at].Think!.Replace("? Never told.", "", StringComparison.Ordinal), StringComparison.Ordinal));
            }
            else
            {
                Assert.Contains(thread[at].Think![..^1], told);
            }
        }

        // How many is what is asked for.
        static string Asked(string fact) => System.Text.RegularExpressions.Regex.Replace(fact, @" has \d+ (\w+?)s?$", " has $1s");
    });
}
