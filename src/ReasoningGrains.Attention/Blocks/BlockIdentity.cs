using System.Runtime.InteropServices;

namespace ReasoningGrains.Attention.Blocks;

/// <summary>
/// Whose keys and values a block holds: some tokens after all those before them. Two are equal when all their tokens are and the lineage they begin with is; nothing depends on a hash being unlike another.
/// Looked up they are compared back to the first block that both have in common as an object, which is as a rule the one before.
/// </summary>
internal sealed class BlockIdentity
{
    private readonly BlockIdentity? before;
    private readonly string lineage;
    private readonly int[] tokens;
    private readonly int hash;

    /// <summary>What a sequence begins with.</summary>
    public BlockIdentity(string lineage) => (this.lineage, tokens, hash) = (lineage, [], lineage.GetHashCode(StringComparison.Ordinal));

    private BlockIdentity(in Content content) => (before, lineage, tokens, hash) = (content.Before, "", content.Tokens.ToArray(), content.Hash);

    private static bool Same(BlockIdentity? a, BlockIdentity? b)
    {
        for (; !ReferenceEquals(a, b); (a, b) = (a.before, b.before))
        {
            if (a is null || b is null || a.hash != b.hash || a.lineage != b.lineage || !a.tokens.AsSpan().SequenceEqual(b.tokens))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tokens after a block, to be looked up.</summary>
    public readonly ref struct Content
    {
        /// <param name="before">The block before them.</param>
        /// <param name="tokens">Up to 32.</param>
        public Content(BlockIdentity before, ReadOnlySpan<int> tokens)
        {
            Before = before;
            Tokens = tokens;
            var hash = default(HashCode);
            hash.Add(before.hash);
            hash.AddBytes(MemoryMarshal.AsBytes(tokens));
            Hash = hash.ToHashCode();
        }

        public BlockIdentity Before { get; }

        public ReadOnlySpan<int> Tokens { get; }

        public int Hash { get; }
    }

    /// <summary>Compares identities, and contents with them.</summary>
    public sealed class Comparer : IEqualityComparer<BlockIdentity>, IAlternateEqualityComparer<Content, BlockIdentity>
    {
        public bool Equals(BlockIdentity? x, BlockIdentity? y) => Same(x, y);

        public int GetHashCode(BlockIdentity identity) => identity.hash;

        public bool Equals(Content content, BlockIdentity identity)
            => content.Hash == identity.hash && content.Tokens.SequenceEqual(identity.tokens) && Same(content.Before, identity.before);

        public int GetHashCode(Content content) => content.Hash;

        public BlockIdentity Create(Content content) => new(content);
    }
}
