using System.Globalization;
using System.Text.RegularExpressions;
using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Tests.Worlds;

namespace ReasoningGrains.Dialogues.Tests.Tasks;

public partial class CountAnswersTests
{
    [Fact]
    public void Counts_follow_from_what_was_told() => Threads.Check("count", thread =>
    {
        var counts = new Dictionary<string, int>();
        foreach (var beat in thread)
        {
            foreach (var sentence in beat.Said.Split(". "))
            {
                Hear(counts, Digits(sentence));
            }

            var owner = Owner(counts, beat.Said.Split(". ")[^1])!;
            Assert.True(beat.Answer.Contains($" {counts[owner]} ", StringComparison.Ordinal), string.Join("; ", thread.Select(b => $"{b.Said} -> {b.Answer}")));
            CheckSteps(beat);
        }
    });

    [Fact]
    public void Lists_have_what_was_added_and_not_removed() => Threads.Check("list", thread =>
    {
        var list = new List<string>();
        foreach (var beat in thread)
        {
            var item = Words.Groceries.All.FirstOrDefault(item => Regex.IsMatch(beat.Said, $@"\b{item}\b"));
            if (!beat.Asks && Regex.IsMatch(beat.Said, "remove|take|cross|delete|go off|do not need"))
            {
                Assert.True(list.Remove(item!));
            }
            else if (!beat.Asks)
            {
                list.Add(item!);
            }

            var counts = beat.Answer.StartsWith("There", StringComparison.Ordinal);
            Assert.Contains(counts ? $" {list.Count} " : $": {string.Join(", ", list)}.", beat.Answer, StringComparison.Ordinal);
        }
    });

    private static void Hear(Dictionary<string, int> counts, string sentence)
    {
        if (Number().Match(sentence) is not { Success: true } number)
        {
            return;
        }

        var count = int.Parse(number.Groups["n"].Value, CultureInfo.InvariantCulture);
        if (Owner(counts, sentence) is { } owner)
        {
            counts[owner] += Losing().IsMatch(sentence) ? -count : count;
            return;
        }

        var person = First().Match(sentence) is { Success: true } first ? first.Groups["p"].Value.ToUpperInvariant() : "I";
        counts[$"{person} {number.Groups["noun"].Value.ToUpperInvariant()}"] = count;
    }

    private static string Digits(string sentence) => ((string[])["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
        .Select((word, digit) => (word, digit))
        .Aggregate(sentence, (text, number) => Regex.Replace(text, $@"(?<!\w){number.word}(?= \w+s?\b)", $"{number.digit}"));

    /// <summary>Whose and which things a sentence is about, of those told already.</summary>
    private static string? Owner(Dictionary<string, int> counts, string sentence)
    {
        var words = sentence.Split([' ', '.', '\'', '?'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToUpperInvariant()).ToArray();
        return counts.Keys.OrderBy(key => key.StartsWith("I ", StringComparison.Ordinal)).FirstOrDefault(key => key.Split(' ') is [var owner, var noun]
            && (words.Contains(noun) || words.Contains($"{noun}S"))
            && (words.Contains(owner) || (owner == "I" && words.Intersect(["ME", "MY"]).Any())));
    }

    private static void CheckSteps(Beat beat) => Assert.All(Steps.Of(beat.Think ?? ""), step => Assert.True(step.IsRight, $"{step} in {beat.Think}"));

    [GeneratedRegex(@"(?<n>\d+) (?<noun>\w+?)s?\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<!\bI )\b(?<p>\w+) (?:has|owns|starts with|keeps) \d")]
    private static partial Regex First();

    [GeneratedRegex(@"\b(?:lost|gave away|sold|dropped|threw away|used up|from|lent out|lend out|loses|ate|handed out)\b")]
    private static partial Regex Losing();
}
