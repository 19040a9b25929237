using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Models.Tests.Tokenizers;

public class TokenDecoderTests
{
    [Fact]
    public void Any_tokens_give_whole_characters_that_together_are_the_decoded_bytes()
    {
        var tokenizer = new ListedTokenizer([[0xF0], [0x9F], [0x99], [0x82], [0xE4, 0xB8], [0xAD], [0x61], [0xF0, 0x9F, 0x99, 0x82, 0xC3], [0xA9], [0xFF], [], [0xED, 0xA0, 0x80], [0x20, 0x62]]);
        Prop.ForAll(Gen.Choose(0, tokenizer.VocabularySize - 1).ArrayOf().ToArbitrary(), tokens =>
        {
            var decoder = new TokenDecoder(tokenizer);
            string[] pieces = [.. tokens.Select(decoder.Append), decoder.Flush()];
            byte[] bytes = [.. tokens.SelectMany(token => tokenizer.Bytes(token).ToArray())];
            return pieces.All(piece => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(piece)) == piece) && string.Concat(pieces) == Encoding.UTF8.GetString(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void The_space_that_the_tokenizer_prefixes_is_left_out_at_the_start_only()
    {
        var tokenizer = new ListedTokenizer([[0x20, 0x61]], prefixesSpace: true);
        var decoder = new TokenDecoder(tokenizer);
        Assert.Equal(["a", " a"], [decoder.Append(0), decoder.Append(0)]);
        Assert.Equal(" a", new TokenDecoder(tokenizer, atStart: false).Append(0));
    }

    private sealed class ListedTokenizer(byte[][] tokens, bool prefixesSpace = false) : ITokenizer
    {
        public int VocabularySize => tokens.Length;

        public int? BeginOfText => null;

        public IReadOnlySet<int> EndOfTurn { get; } = new HashSet<int>();

        public bool PrefixesSpace => prefixesSpace;

        public int[] Encode(string text, bool parseSpecial) => throw new NotSupportedException();

        public ReadOnlyMemory<byte> Bytes(int id) => tokens[id];

        public int? SpecialToken(string text) => null;

        public bool IsControl(int id) => false;
    }
}
