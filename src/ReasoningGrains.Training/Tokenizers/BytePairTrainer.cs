using ReasoningGrains.Models.Tokenizers.BytePairs;

namespace ReasoningGrains.Training.Tokenizers;

/// <summary>Learns the merges of a byte-level BPE (Sennrich et al. 2016): again and again the most frequent pair of neighbours becomes a symbol.</summary>
internal sealed class BytePairTrainer
{
    private readonly List<string> spellings = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Character((byte)value).ToString())];
    private readonly Dictionary<(int Left, int Right), long> pairs = [];
    private readonly TrainingWord[] corpus;

    private BytePairTrainer(IReadOnlyDictionary<string, long> words)
    {
        corpus = [.. words.Select(word => new TrainingWord(word.Key, word.Value))];
        foreach (var word in corpus)
        {
            word.Count(pairs, sign: 1);
        }
    }

    /// <param name="words">Words with their frequencies.</param>
    /// <param name="merges">How many at most; fewer when nothing more repeats.</param>
    /// <returns>Best first, spelled in <see cref="ByteAlphabet"/>.</returns>
    public static IReadOnlyList<(string Left, string Right)> Train(IReadOnlyDictionary<string, long> words, int merges)
    {
        var trainer = new BytePairTrainer(words);
        var learnt = new List<(string, string)>();
        while (learnt.Count < merges && trainer.MostFrequent() is { } pair)
        {
            learnt.Add((trainer.spellings[pair.Left], trainer.spellings[pair.Right]));
            trainer.Merge(pair);
        }

        return learnt;
    }

    private void Merge((int Left, int Right) pair)
    {
        spellings.Add(spellings[pair.Left] + spellings[pair.Right]);
        foreach (var word in corpus.Where(word => word.Has(pair)))
        {
            word.Count(pairs, sign: -1);
            word.Merge(pair, spellings.Count - 1);
            word.Count(pairs, sign: 1);
        }
    }

    /// <summary>The spelling decides between equals, so that the same corpus always gives the same tokenizer.</summary>
    private (int Left, int Right)? MostFrequent()
    {
        (int Left, int Right)? best = null;
        var most = 1L;
        foreach (var (pair, count) in pairs)
        {
            if (count > most || (count == most && best is { } rival && Before(pair, rival)))
            {
                (best, most) = (pair, count);
            }
        }

        return best;
    }

    private bool Before((int Left, int Right) a, (int Left, int Right) b) =>
        string.CompareOrdinal(spellings[a.Left], spellings[b.Left]) is var order && order != 0 ? order < 0 : string.CompareOrdinal(spellings[a.Right], spellings[b.Right]) < 0;
}
