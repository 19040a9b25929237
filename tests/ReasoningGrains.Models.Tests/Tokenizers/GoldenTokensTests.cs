using System.Text;

namespace ReasoningGrains.Models.Tests.Tokenizers;

public class GoldenTokensTests
{
    [Theory]
    [InlineData("plain", false)]
    [InlineData("special", true)]
    public void SmolLm2_gives_the_ids_of_llama_cpp(string ids, bool parseSpecial)
    {
        var tokenizer = SharedTokenizers.SmolLm2;
        Assert.All(TokenGolden.Read("smollm2-135m", ids), golden => Assert.Equal(golden.Ids, tokenizer.Encode(golden.Text, parseSpecial)));
    }

    [Theory]
    [InlineData("tokenizers/qwen3")]
    [InlineData("tokenizers/deepseek-v3")]
    [InlineData("tokenizers/mistral-v3")]
    public void Folders_give_the_ids_of_tokenizers_and_sentencepiece(string folder)
    {
        var tokenizer = SharedTokenizers.Of(folder);
        Assert.All(TokenGolden.Read(folder, "ids"), golden => Assert.Equal(golden.Ids, tokenizer.Encode(golden.Text, parseSpecial: true)));
    }

    [Theory]
    [InlineData("tokenizers/qwen3", "")]
    [InlineData("tokenizers/deepseek-v3", "")]
    [InlineData("tokenizers/mistral-v3", " ")]
    public void Plain_tokens_of_folders_spell_the_composed_text(string folder, string prefix)
    {
        var tokenizer = SharedTokenizers.Of(folder);
        foreach (var (text, _) in TokenGolden.Read(folder, "ids"))
        {
            var spelled = Encoding.UTF8.GetString([.. tokenizer.Encode(text, parseSpecial: false).SelectMany(id => tokenizer.Bytes(id).ToArray())]);
            Assert.Equal(text.Length == 0 ? "" : prefix + (folder.EndsWith("qwen3", StringComparison.Ordinal) ? text.Replace("e\u0301", "é", StringComparison.Ordinal) : text), spelled);
        }
    }

    [Fact]
    public void SmolLm2_tokens_spell_the_text()
    {
        var tokenizer = SharedTokenizers.SmolLm2;
        Assert.All(TokenGolden.Read("smollm2-135m", "plain"), golden => Assert.Equal(golden.Text, Encoding.UTF8.GetString([.. golden.Ids.SelectMany(id => tokenizer.Bytes(id).ToArray())])));
    }
}
