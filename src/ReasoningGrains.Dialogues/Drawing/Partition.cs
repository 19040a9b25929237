namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>Which names, numbers and wordings are kept for the evaluation: decided by a hash of their spelling alone, so the two splits cannot meet.</summary>
internal static class Partition
{
    private const uint Share = 7;

    public static bool Has(Split split, string key) => (Hash(key) % Share == 0) == (split == Split.Evaluation);

    /// <summary>FNV-1a with the finish of MurmurHash3: its low bits alone repeat in short texts.</summary>
    public static uint Hash(string key)
    {
        var hash = 2166136261u;
        foreach (var character in key)
        {
            hash = (hash ^ character) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
        return hash ^ (hash >> 16);
    }
}
