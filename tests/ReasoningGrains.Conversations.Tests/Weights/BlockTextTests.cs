using ReasoningGrains.Conversations.Weights;
using ReasoningGrains.Models;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Conversations.Tests.Weights;

public sealed class BlockTextTests
{
    [Fact]
    public void The_blocks_together_are_the_text_and_no_character_is_cut()
    {
        using var model = ModelLoader.Open(SharedFiles.Require("models/smollm2-135m/model.gguf"));
        for (var shift = 0; shift < 8; shift++)
        {
            var text = new string('a', shift) + string.Concat(Enumerable.Repeat("😀 ∑ é 漢字 plain ", 40));
            var tokens = model.Tokenizer.Encode(text, parseSpecial: false);
            var blocks = Enumerable.Range(0, (tokens.Length + 31) / 32).Select(b => BlockText.Of(model.Tokenizer, tokens, b)).ToArray();
            Assert.Equal(text, string.Concat(blocks));
            Assert.All(blocks, b => Assert.DoesNotContain('\uFFFD', b));
        }

        Assert.Equal("", BlockText.Of(model.Tokenizer, [1, 2, 3], 7));
    }
}
