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
            if (!beat.Asks && Regex.IsMatch(beat.Said, "remove|take|cross|delete|go off"))
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

        var count = int.Parse(number.Value, CultureInfo.InvariantCulture);
        if (Owner(counts, sentence) is { } owner)
        {
            counts[owner] += Losing().IsMatch(sentence) ? -count : count;
            return;
        }

        counts[First().Match(sentence) is { Success: true } first ? first.Groups["p"].Value.ToUpperInvariant() : "I"] = count;
    }

    private static string Digits(string sentence) => ((string[])["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
        .Select((word, digit) => (word, digit))
        .Aggregate(sentence, (text, number) => Regex.Replace(text, $@"(?<!\w){number.word}(?= \w+s?\b)", $"{number.digit}"));

    /// <summary>Whom a sentence is about, of those who have something already.</summary>
    private static string? Owner(Dictionary<string, int> counts, string sentence)
    {
        var words = sentence.Split([' ', '.', '\'', '?'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToUpperInvariant()).ToArray();
        return counts.Keys.OrderBy(owner => owner == "I").FirstOrDefault(owner => owner == "I" ? words.Any(word => word is "I" or "ME" or "MY") || sentence.EndsWith("left", StringComparison.Ordinal) : words.Contains(owner));
    }

    private static void CheckSteps(Beat beat) => Assert.All(Steps.Of(beat.Think ?? ""), step => Assert.True(step.IsRight, $"{step} in {beat.Think}"));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<!\bI )\b(?<p>\w+) (?:has|owns|starts with|keeps) \d")]
    private static partial Regex First();

    [GeneratedRegex(@"\b(?:lost|gave away|sold|dropped|threw away|used up|from|lent out|lend out|loses|ate|handed out)\b")]
    private static partial Regex Losing();
}
