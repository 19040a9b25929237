using ReasoningGrains.Bench.Questions.Memory;

namespace ReasoningGrains.Bench.Questions.Far;

/// <summary>Further notes in the manner of the evaluation's: its sentences and the words of its names, mixed anew by a seed. None has a name that the conversation knows.</summary>
internal sealed class MoreNotes
{
    private const string Opening = "Please remember note ";
    private const int Sentences = 4;
    private readonly Random random;
    private readonly string[] words;
    private readonly string[] sentences;
    private readonly HashSet<string> taken;

    public MoreNotes(IReadOnlyList<MemoryCase> cases, MemoryCase conversation, int seed)
    {
        random = new Random(seed);
        var notes = cases.SelectMany(c => c.Messages).Where(m => m.Content.StartsWith(Opening, StringComparison.Ordinal)).Select(m => m.Content[Opening.Length..].Split(": ", 2)).ToList();
        words = [.. notes.SelectMany(n => n[0].Split(' ')).Distinct()];
        sentences = [.. notes.SelectMany(n => n[1].TrimEnd('.').Split(". ")).Distinct()];
        taken = [.. conversation.Messages.Where(m => m.Content.StartsWith(Opening, StringComparison.Ordinal)).Select(m => m.Content[Opening.Length..].Split(':')[0])];
    }

    /// <summary>A note and that it will be remembered.</summary>
    public MemoryMessage[] Next()
    {
        string name;
        do
        {
            name = $"{Pick(words)} {Pick(words)}";
        }
        while (!taken.Add(name));

        return [new MemoryMessage("user", $"{Opening}{name}: {string.Join(". ", Enumerable.Range(0, Sentences).Select(_ => Pick(sentences)))}."), new MemoryMessage("assistant", $"I will remember note {name}.")];
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
