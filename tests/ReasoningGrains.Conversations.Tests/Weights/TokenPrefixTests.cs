using ReasoningGrains.Conversations.Weights;

namespace ReasoningGrains.Conversations.Tests.Weights;

public sealed class TokenPrefixTests
{
    [Fact]
    public void What_another_context_begins_with_is_found_in_whole_blocks()
    {
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            int[] tokens = [.. Enumerable.Range(0, random.Next(200)).Select(_ => random.Next(200_000))];
            int[] other = [.. tokens[..random.Next(tokens.Length + 1)], .. Enumerable.Range(0, random.Next(3) * 40).Select(_ => random.Next(200_000, 300_000))];
            var prefix = TokenPrefix.Of(tokens);
            var same = tokens.AsSpan().CommonPrefixLength(other);
            var expected = same == tokens.Length ? same : same / 32 * 32;
            Assert.Equal(expected, prefix.Common(other));
            Assert.Equal(expected, TokenPrefix.Parse(tokens.Length, prefix.Bytes).Common(other));
        }
    }

    [Fact]
    public void Going_on_from_a_beginning_is_hashing_all()
    {
        var random = new Random(4);
        for (var round = 0; round < 500; round++)
        {
            int[] tokens = [.. Enumerable.Range(0, random.Next(200)).Select(_ => random.Next(200_000))];
            var (begin, cut) = (TokenPrefix.Of(tokens.AsSpan(0, random.Next(tokens.Length + 1))), random.Next(tokens.Length + 1));
            Assert.Equal(TokenPrefix.Of(tokens).Bytes, TokenPrefix.Of(tokens.AsSpan(0, cut), tokens.AsSpan(cut), begin).Bytes);
            Assert.Equal(TokenPrefix.Of(tokens.AsSpan(0, cut)).Bytes, TokenPrefix.Of(tokens.AsSpan(0, cut), begin: begin).Bytes);
        }
    }

    [Fact]
    public void Hashes_of_other_tokens_are_refused() => Assert.Throws<FormatException>(() => TokenPrefix.Parse(64, new byte[4]));
}
