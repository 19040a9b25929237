using System.Runtime.InteropServices;
using ReasoningGrains.Models.Tokenizers.PreTokenizers;

namespace ReasoningGrains.Training.Tokenizers;

/// <summary>How often each word stands in a corpus.</summary>
internal sealed class WordCounts
{
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly List<ReadOnlyMemory<char>> words = [];
    private readonly IPreTokenizer split = WordSplit.Create();

    public IReadOnlyDictionary<string, long> Counts => counts;

    public void Add(string text)
    {
        words.Clear();
        split.Split(text.AsMemory(), atStart: true, words);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var word in words)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, word.Span, out _)++;
        }
    }
}
