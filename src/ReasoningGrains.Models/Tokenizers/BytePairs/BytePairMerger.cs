namespace ReasoningGrains.Models.Tokenizers.BytePairs;

/// <summary>
/// Byte-pair encoding of one word (Sennrich et al., arXiv 1508.07909): merges the pair of lowest rank, the leftmost of equals, until none is left.
/// A heap keeps it at O(n log n). Holds buffers: one for each thread at a time.
/// </summary>
internal sealed class BytePairMerger(MergeTable table)
{
    private const int Gone = -1;
    private readonly PriorityQueue<Candidate, (int Rank, int Position)> candidates = new();
    private int[] tokens = new int[64];
    private int[] next = new int[64];
    private int[] previous = new int[64];

    /// <param name="word">The word as single symbols.</param>
    /// <param name="output">Takes the merged tokens.</param>
    public void Merge(ReadOnlySpan<int> word, List<int> output)
    {
        if (word.Length < 2)
        {
            output.AddRange(word);
            return;
        }

        Link(word);
        for (var i = 0; i + 1 < word.Length; i++)
        {
            Consider(i, i + 1);
        }

        while (candidates.TryDequeue(out var candidate, out var key))
        {
            Apply(candidate, key.Position, word.Length);
        }

        for (var i = 0; i < word.Length; i = next[i])
        {
            output.Add(tokens[i]);
        }
    }

    private void Link(ReadOnlySpan<int> word)
    {
        if (tokens.Length < word.Length)
        {
            var size = Math.Max(word.Length, 2 * tokens.Length);
            (tokens, next, previous) = (new int[size], new int[size], new int[size]);
        }

        word.CopyTo(tokens);
        for (var i = 0; i < word.Length; i++)
        {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
    }

    private void Consider(int left, int right)
    {
        if (table.TryGet(tokens[left], tokens[right], out var merge))
        {
            candidates.Enqueue(new Candidate(tokens[left], right, tokens[right], merge.Token), (merge.Rank, left));
        }
    }

    private void Apply(Candidate candidate, int left, int length)
    {
        var right = candidate.Right;
        if (tokens[left] != candidate.LeftToken || next[left] != right || tokens[right] != candidate.RightToken)
        {
            return;
        }

        tokens[left] = candidate.Merged;
        tokens[right] = Gone;
        next[left] = next[right];
        if (next[left] < length)
        {
            previous[next[left]] = left;
            Consider(left, next[left]);
        }

        if (previous[left] >= 0)
        {
            Consider(previous[left], left);
        }
    }

    private readonly record struct Candidate(int LeftToken, int Right, int RightToken, int Merged);
}
