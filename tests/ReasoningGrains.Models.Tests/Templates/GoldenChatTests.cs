namespace ReasoningGrains.Models.Tests.Templates;

public class GoldenChatTests
{
    [Theory]
    [InlineData("smollm2-135m")]
    [InlineData("tokenizers/qwen3")]
    [InlineData("tokenizers/deepseek-v3")]
    public void The_models_own_template_renders_the_golden_text(string folder)
    {
        var template = SharedTemplates.Of(folder);
        Assert.All(ChatGolden.Read(folder), golden => Assert.Equal(golden.Text, template.Render(golden.Messages, golden.AddGenerationPrompt, golden.Thinking)));
    }

    [Theory]
    [InlineData("smollm2-135m")]
    [InlineData("tokenizers/qwen3")]
    [InlineData("tokenizers/deepseek-v3")]
    public void Encoding_equals_encoding_the_rendered_text_when_contents_name_no_special_token(string folder)
    {
        var (template, tokenizer) = (SharedTemplates.Of(folder), SharedTemplates.Tokenizer(folder));
        foreach (var golden in ChatGolden.Read(folder).Where(golden => !golden.Messages.Any(message => message.Content.Contains("<|", StringComparison.Ordinal))))
        {
            Assert.Equal(tokenizer.Encode(golden.Text, parseSpecial: true), template.Encode(golden.Messages, golden.AddGenerationPrompt, golden.Thinking));
        }
    }
}
