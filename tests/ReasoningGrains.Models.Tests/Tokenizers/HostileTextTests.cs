using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Models.Tests.Tokenizers;

public class HostileTextTests
{
    private static readonly Gen<string> Utf16 = Gen.OneOf(
        Gen.Choose(0, 0xFFFF).Select(value => ((char)value).ToString()),
        Gen.Choose(0x10000, 0x10FFFF).Select(char.ConvertFromUtf32),
        Gen.Elements("\uD800", "\uDC00", " ", "\n", "a", "1", "\u0000", "<|im_end|>", "<｜User｜>", "[INST]", "▁", "\u0301"));

    [Theory]
    [InlineData("tokenizers/deepseek-v3", "")]
    [InlineData("tokenizers/mistral-v3", " ")]
    public void Any_text_comes_back_with_U_FFFD_for_unpaired_surrogates(string folder, string prefix)
    {
        var tokenizer = SharedTokenizers.Of(folder);
        Prop.ForAll(Utf16.ArrayOf().Select(string.Concat).ToArbitrary(), text =>
        {
            var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace(folder.EndsWith("mistral-v3", StringComparison.Ordinal) ? '▁' : '\0', folder.EndsWith("mistral-v3", StringComparison.Ordinal) ? ' ' : '\0');
            return Spelled(tokenizer, tokenizer.Encode(text, parseSpecial: false)) == (whole.Length == 0 ? "" : prefix + whole);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("smollm2-135m")]
    [InlineData("tokenizers/qwen3")]
    [InlineData("tokenizers/deepseek-v3")]
    [InlineData("tokenizers/mistral-v3")]
    public void Plain_text_has_no_control_token(string folder)
    {
        var tokenizer = SharedTokenizers.Of(folder);
        Prop.ForAll(Utf16.ArrayOf().Select(string.Concat).ToArbitrary(), text => !tokenizer.Encode(text, parseSpecial: false).Any(tokenizer.IsControl))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("smollm2-135m", "")]
    [InlineData("tokenizers/qwen3", "")]
    [InlineData("tokenizers/deepseek-v3", "")]
    [InlineData("tokenizers/mistral-v3", " ")]
    public void A_hundred_thousand_of_one_character_are_encoded(string folder, string prefix)
    {
        var tokenizer = SharedTokenizers.Of(folder);
        foreach (var character in "a \n1<中")
        {
            var text = new string(character, 100_000);
            Assert.Equal(prefix + text, Spelled(tokenizer, tokenizer.Encode(text, parseSpecial: true)));
        }
    }

    private static string Spelled(BytePairTokenizer tokenizer, int[] tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(token => tokenizer.Bytes(token).ToArray())]);
}
