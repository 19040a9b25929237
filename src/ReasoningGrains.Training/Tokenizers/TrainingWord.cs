using System.Runtime.InteropServices;
using System.Text;

namespace ReasoningGrains.Training.Tokenizers;

/// <summary>A word of the corpus as the symbols that it consists of so far.</summary>
/// <param name="text">The word.</param>
/// <param name="frequency">How often it stands in the corpus.</param>
internal sealed class TrainingWord(string text, long frequency)
{
    private readonly List<int> symbols = [.. Encoding.UTF8.GetBytes(text)];

    /// <summary>Adds its pairs of neighbours to their counts, or takes them away.</summary>
    public void Count(Dictionary<(int Left, int Right), long> pairs, int sign)
    {
        for (var at = 1; at < symbols.Count; at++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(pairs, (symbols[at - 1], symbols[at]), out _) += sign * frequency;
        }
    }

    public bool Has((int Left, int Right) pair)
    {
        for (var at = 1; at < symbols.Count; at++)
        {
            if (symbols[at - 1] == pair.Left && symbols[at] == pair.Right)
            {
                return true;
            }
        }

        return false;
    }

    public void Merge((int Left, int Right) pair, int symbol)
    {
        for (var at = 0; at + 1 < symbols.Count; at++)
        {
            if (symbols[at] == pair.Left && symbols[at + 1] == pair.Right)
            {
                symbols[at] = symbol;
                symbols.RemoveAt(at + 1);
            }
        }
    }
}
