namespace ReasoningGrains.Models.Tokenizers.Vocabularies;

/// <summary>The tokens of a model: spelling, kind and bytes by id, and ids by spelling.</summary>
internal sealed class Vocabulary
{
    private readonly string[] spellings;
    private readonly TokenKind[] kinds;
    private readonly byte[][] bytes;
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> idsBySpan;

    /// <param name="spellings">As the file writes them; null where an id has no token.</param>
    /// <param name="kinds">One a spelling.</param>
    /// <param name="toBytes">The text that a spelling stands for; asked only of tokens that have one.</param>
    public Vocabulary(string?[] spellings, TokenKind[] kinds, Func<string, TokenKind, byte[]> toBytes)
    {
        this.kinds = kinds;
        this.spellings = new string[spellings.Length];
        bytes = new byte[spellings.Length][];
        ids = new Dictionary<string, int>(spellings.Length, StringComparer.Ordinal);
        for (var id = 0; id < spellings.Length; id++)
        {
            this.spellings[id] = spellings[id] ?? "";
            bytes[id] = spellings[id] is { } spelling && kinds[id] != TokenKind.Control ? toBytes(spelling, kinds[id]) : [];
            if (spellings[id] is { } known)
            {
                ids[known] = id;
            }
        }

        idsBySpan = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => spellings.Length;

    public string Spelling(int id) => spellings[id];

    public TokenKind Kind(int id) => kinds[id];

    /// <summary>Empty for control tokens and for ids past the last token: models round their embedding up.</summary>
    public ReadOnlyMemory<byte> Bytes(int id) => id < bytes.Length ? bytes[id] : [];

    /// <summary>The id of a spelling, or -1.</summary>
    public int Id(ReadOnlySpan<char> spelling) => idsBySpan.TryGetValue(spelling, out var id) ? id : -1;
}
