using ReasoningGrains.Models.Tokenizers.Vocabularies;

namespace ReasoningGrains.Models.Tokenizers.BytePairs;

/// <summary>Reads the ordered list of merges that vocabularies of the GPT-2 kind have.</summary>
internal static class MergeList
{
    /// <param name="vocabulary">Has both sides of each merge and what they become.</param>
    /// <param name="merges">Best first.</param>
    /// <param name="sides">The two spellings of an entry.</param>
    public static MergeTable Read<T>(Vocabulary vocabulary, IReadOnlyCollection<T> merges, Func<T, (string Left, string Right)> sides)
    {
        var table = new MergeTable(merges.Count);
        var rank = 0;
        foreach (var merge in merges)
        {
            var (left, right) = sides(merge);
            table.Add(Id(left), Id(right), new Merge(rank++, Id(left + right)));
        }

        return table;

        int Id(string spelling) => vocabulary.Id(spelling) is >= 0 and var id
            ? id
            : throw new ModelFormatException($"Merge {rank} of the tokenizer names '{spelling}', which is not in its vocabulary.");
    }

    /// <summary>The sides of <c>left right</c>; the space that parts them is the first after the first character.</summary>
    public static (string Left, string Right) Cut(string merge)
    {
        var space = merge.Length == 0 ? -1 : merge.IndexOf(' ', 1);
        return space > 0 && space + 1 < merge.Length
            ? (merge[..space], merge[(space + 1)..])
            : throw new ModelFormatException($"The tokenizer has the merge '{merge}'; allowed: two spellings with a space between.");
    }
}
