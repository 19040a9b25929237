using System.Runtime.InteropServices;
using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Conversations.Weights;

/// <summary>The tokens of a context as a hash of all up to the end of each block: enough to tell how much of it another context begins with, in 4 bytes for 32 tokens.</summary>
internal sealed class TokenPrefix
{
    private const uint Offset = 2166136261;
    private const uint Prime = 16777619;
    private readonly uint[] hashes;

    private TokenPrefix(int tokens, uint[] hashes) => (Tokens, this.hashes) = (tokens, hashes);

    public int Tokens { get; }

    /// <summary>As it is kept, little-endian.</summary>
    public byte[] Bytes => MemoryMarshal.AsBytes<uint>(hashes).ToArray();

    /// <summary>Of tokens and those that follow them.</summary>
    /// <param name="tokens">The first.</param>
    /// <param name="more">The others.</param>
    /// <param name="begin">Of what they are known to begin with: of that nothing is hashed again.</param>
    public static TokenPrefix Of(ReadOnlySpan<int> tokens, ReadOnlySpan<int> more = default, TokenPrefix? begin = null)
    {
        var count = tokens.Length + more.Length;
        var hashes = new uint[(count + KvShape.BlockTokens - 1) / KvShape.BlockTokens];
        var known = Math.Min(count, begin?.Tokens ?? 0) / KvShape.BlockTokens;
        begin?.hashes.AsSpan(0, known).CopyTo(hashes);
        var hash = known > 0 ? hashes[known - 1] : Offset;
        for (var i = known * KvShape.BlockTokens; i < count; i++)
        {
            hash = Next(hash, i < tokens.Length ? tokens[i] : more[i - tokens.Length]);
            hashes[i / KvShape.BlockTokens] = hash;
        }

        return new TokenPrefix(count, hashes);
    }

    /// <exception cref="FormatException">The hashes are not those of so many tokens.</exception>
    public static TokenPrefix Parse(int tokens, ReadOnlySpan<byte> bytes) => bytes.Length == (tokens + KvShape.BlockTokens - 1) / KvShape.BlockTokens * sizeof(uint)
        ? new TokenPrefix(tokens, MemoryMarshal.Cast<byte, uint>(bytes).ToArray())
        : throw new FormatException($"{bytes.Length} bytes are not the hashes of {tokens} tokens.");

    /// <summary>How many of the tokens another context begins with: all, or those of whole blocks.</summary>
    public int Common(ReadOnlySpan<int> other)
    {
        var hash = Offset;
        for (var i = 0; i < Math.Min(Tokens, other.Length); i++)
        {
            hash = Next(hash, other[i]);
            var block = i / KvShape.BlockTokens;
            if ((i == Tokens - 1 || i % KvShape.BlockTokens == KvShape.BlockTokens - 1) && hashes[block] != hash)
            {
                return block * KvShape.BlockTokens;
            }
        }

        return other.Length >= Tokens ? Tokens : other.Length / KvShape.BlockTokens * KvShape.BlockTokens;
    }

    /// <summary>FNV-1a over 16 bits at a time, so that no bit of a token is lost.</summary>
    private static uint Next(uint hash, int token) => (((hash ^ (uint)(token & 0xFFFF)) * Prime) ^ (uint)(token >> 16)) * Prime;
}
