using FsCheck;
using FsCheck.Fluent;
using ReasoningGrains.Models.Tokenizers.BytePairs;

namespace ReasoningGrains.Models.Tests.Tokenizers.BytePairs;

public class BytePairMergerTests
{
    [Fact]
    public void Merges_what_scanning_for_the_best_pair_again_and_again_merges()
    {
        var words = Gen.Choose(0, 3).ArrayOf().ToArbitrary();
        var merges = Gen.Choose(0, 11).ArrayOf(30).ToArbitrary();
        Prop.ForAll(words, merges, (word, numbers) =>
        {
            var table = new MergeTable(16);
            for (var i = 0; i + 2 < numbers.Length; i += 3)
            {
                // Merged tokens are new ones, above both sides; ranks repeat.
                table.Add(numbers[i], numbers[i + 1], new Merge(numbers[i + 2], 12 + (i / 3)));
            }

            List<int> output = [];
            new BytePairMerger(table).Merge(word, output);
            return output.SequenceEqual(Scan(table, word));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static List<int> Scan(MergeTable table, int[] word)
    {
        List<int> tokens = [.. word];
        while (true)
        {
            var best = -1;
            var bestMerge = new Merge(int.MaxValue, 0);
            for (var i = 0; i + 1 < tokens.Count; i++)
            {
                if (table.TryGet(tokens[i], tokens[i + 1], out var merge) && merge.Rank < bestMerge.Rank)
                {
                    (best, bestMerge) = (i, merge);
                }
            }

            if (best < 0)
            {
                return tokens;
            }

            tokens[best] = bestMerge.Token;
            tokens.RemoveAt(best + 1);
        }
    }
}
