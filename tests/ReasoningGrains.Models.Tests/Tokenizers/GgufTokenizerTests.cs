using System.Text.Json;
using ReasoningGrains.Models.Tokenizers.Gguf;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Tokenizers;

public class GgufTokenizerTests
{
    [Theory]
    [InlineData("tokenizers/qwen3", "qwen2")]
    [InlineData("tokenizers/deepseek-v3", "deepseek-v3")]
    public void A_gpt2_vocabulary_with_a_named_pre_tokenizer_gives_the_ids_of_its_tokenizer_json(string folder, string pre)
    {
        var tokenizer = GgufTokenizer.Create(Converted(SharedFiles.Require($"models/{folder}/tokenizer.json"), pre));
        Assert.All(TokenGolden.Read(folder, "ids"), golden => Assert.Equal(golden.Ids, tokenizer.Encode(golden.Text, parseSpecial: true)));
    }

    [Fact]
    public void SmolLm2_ends_its_turn_with_the_named_and_the_well_known_tokens()
    {
        var tokenizer = SharedTokenizers.SmolLm2;
        Assert.Equal([0, 2], tokenizer.EndOfTurn.Order());
        Assert.Null(tokenizer.BeginOfText);
        Assert.Equal(1, tokenizer.SpecialToken("<|im_start|>"));
        Assert.True(tokenizer.IsControl(1));
        Assert.False(tokenizer.IsControl(100));
    }

    [Theory]
    [InlineData("bert", "smollm", "tokenizer.ggml.model")]
    [InlineData("gpt2", "viking", "viking")]
    [InlineData("gpt2", null, "tokenizer.ggml.pre")]
    [InlineData("llama", null, "tokenizer.ggml.scores")]
    public void What_cannot_be_used_is_named(string model, string? pre, string named)
    {
        var file = new GgufVocabulary { Model = model, Pre = pre, Tokens = ["a", "b", "ab"], Merges = ["a b"] };
        Assert.Contains(named, Assert.Throws<ModelFormatException>(() => GgufTokenizer.Create(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a c")]
    [InlineData("ab")]
    [InlineData("")]
    [InlineData("a ")]
    public void A_merge_that_does_not_fit_the_vocabulary_is_refused(string merge)
    {
        var file = new GgufVocabulary { Model = "gpt2", Pre = "gpt-2", Tokens = ["a", "b", "ab"], Merges = [merge] };
        Assert.Throws<ModelFormatException>(() => GgufTokenizer.Create(file));
    }

    [Fact]
    public void A_llama_vocabulary_merges_by_score()
    {
        string[] tokens = ["<unk>", "<s>", "</s>", "▁", "a", "b", "▁a", "ab", "▁ab"];
        var tokenizer = GgufTokenizer.Create(new GgufVocabulary
        {
            Model = "llama",
            Tokens = tokens,
            Scores = [0, 0, 0, -9, -9, -9, -2, -1, -3],
            Types = [2, 3, 3, 1, 1, 1, 1, 1, 1],
            Bos = 1,
            Eos = 2,
        });
        Assert.Equal([8], tokenizer.Encode("ab", parseSpecial: false));
        Assert.Equal([6, 6], tokenizer.Encode("a a", parseSpecial: false));
        Assert.Equal([6, 2, 6], tokenizer.Encode("a</s>a", parseSpecial: true));
        Assert.Equal(1, tokenizer.BeginOfText);
        Assert.Equal([2], tokenizer.EndOfTurn);
    }

    private static GgufVocabulary Converted(string path, string pre)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var model = json.RootElement.GetProperty("model");
        var added = json.RootElement.GetProperty("added_tokens").EnumerateArray().ToDictionary(token => token.GetProperty("id").GetInt32());
        var spellings = model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Value.GetInt32(), entry => entry.Name);
        foreach (var (id, token) in added)
        {
            spellings[id] = token.GetProperty("content").GetString()!;
        }

        return new GgufVocabulary
        {
            Model = "gpt2",
            Pre = pre,
            Tokens = [.. spellings.OrderBy(entry => entry.Key).Select(entry => entry.Value)],
            Types = [.. spellings.OrderBy(entry => entry.Key).Select(entry => added.TryGetValue(entry.Key, out var token) ? token.GetProperty("special").GetBoolean() ? 3 : 4 : 1)],
            Merges = [.. model.GetProperty("merges").EnumerateArray().Select(merge => merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0]} {merge[1]}")],
        };
    }
}
