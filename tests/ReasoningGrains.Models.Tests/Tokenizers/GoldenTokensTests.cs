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

    [Fact]
    public void SmolLm2_tokens_spell_the_text()
    {
        var tokenizer = SharedTokenizers.SmolLm2;
        Assert.All(TokenGolden.Read("smollm2-135m", "plain"), golden => Assert.Equal(golden.Text, Encoding.UTF8.GetString([.. golden.Ids.SelectMany(id => tokenizer.Bytes(id).ToArray())])));
    }
}
