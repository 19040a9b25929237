using System.Text;
using ReasoningGrains.Models.Tokenizers.BytePairs;

namespace ReasoningGrains.Training.Tokenizers;

/// <summary>Learns the merges of a byte-level BPE (Sennrich et al. 2016): again and again the most frequent pair of neighbours becomes a symbol.</summary>
internal static class BytePairTrainer
{
    /// <param name="words">Words with their frequencies.</param>
    /// <param name="merges">How many at most; fewer when nothing more repeats.</param>
    /// <returns>Best first, spelled in <see cref="ByteAlphabet"/>.</returns>
    public static IReadOnlyList<(string Left, string Right)> Train(IReadOnlyDictionary<string, long> words, int merges)
    {
        Word[] corpus = [.. words.OrderBy(word => word.Key, StringComparer.Ordinal).Select(word => new Word(Symbols(word.Key), word.Value))];
        var learnt = new List<(string, string)>();
        while (learnt.Count < merges && MostFrequent(corpus) is { } pair)
        {
            learnt.Add(pair);
            foreach (var word in corpus)
            {
                word.Merge(pair);
            }
        }

        return learnt;
    }

    private static List<string> Symbols(string word) => [.. Encoding.UTF8.GetBytes(word).Select(value => string.Intern(ByteAlphabet.Character(value).ToString()))];

    private static (string Left, string Right)? MostFrequent(Word[] corpus)
    {
        var pairs = new Dictionary<(string Left, string Right), long>();
        foreach (var word in corpus)
        {
            for (var at = 1; at < word.Symbols.Count; at++)
            {
                var pair = (word.Symbols[at - 1], word.Symbols[at]);
                pairs[pair] = pairs.GetValueOrDefault(pair) + word.Count;
            }
        }

        // The spelling decides between equals, so that the same corpus always gives the same tokenizer.
        return pairs.Where(pair => pair.Value > 1).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Left, StringComparer.Ordinal).ThenBy(pair => pair.Key.Right, StringComparer.Ordinal)
            .Select(pair => ((string, string)?)pair.Key).FirstOrDefault();
    }

    private sealed record Word(List<string> Symbols, long Count)
    {
        public void Merge((string Left, string Right) pair)
        {
            for (var at = Symbols.Count - 1; at > 0; at--)
            {
                if (Symbols[at] == pair.Right && Symbols[at - 1] == pair.Left)
                {
                    Symbols[at - 1] = string.Intern(pair.Left + pair.Right);
                    Symbols.RemoveAt(at);
                }
            }
        }
    }
}
