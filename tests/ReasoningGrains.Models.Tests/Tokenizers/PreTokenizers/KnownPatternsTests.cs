using System.Text.Json;
using ReasoningGrains.Models.Tokenizers.PreTokenizers;

namespace ReasoningGrains.Models.Tests.Tokenizers.PreTokenizers;

public class KnownPatternsTests
{
    private static readonly JsonElement Golden = EmbeddedGolden.Read("text.json");

    [Theory]
    [InlineData("smollm")]
    [InlineData("gpt-2")]
    [InlineData("qwen2")]
    [InlineData("llama-bpe")]
    [InlineData("deepseek-v3")]
    public void Words_are_those_of_an_engine_that_sees_code_points(string name)
    {
        var pattern = KnownPatterns.Named(name);
        foreach (var golden in Golden.GetProperty("words").EnumerateArray())
        {
            List<ReadOnlyMemory<char>> words = [];
            pattern.Split(golden.GetProperty("text").GetString()!.AsMemory(), atStart: true, words);
            Assert.Equal(golden.GetProperty(name).EnumerateArray().Select(word => word.GetString()!), words.Select(word => word.ToString()));
        }
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        var exception = Assert.Throws<ModelFormatException>(() => KnownPatterns.Named("viking"));
        Assert.Contains("'viking'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("smollm", exception.Message, StringComparison.Ordinal);
    }
}
