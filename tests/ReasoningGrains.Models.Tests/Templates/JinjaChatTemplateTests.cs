using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers.HuggingFace;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Templates;

public sealed class JinjaChatTemplateTests
{
    private static readonly ChatMessage[] Hello = [new("user", "Hello")];

    [Fact]
    public void Tools_and_documents_are_none_as_transformers_has_them()
        => Assert.Equal("none none", Of("{{ 'none' if tools is none else 'some' }} {{ 'none' if documents is none else 'some' }}").Render(Hello, true));

    [Theory]
    [InlineData("{{ messages[0].content }}", "<s>Hello")]
    [InlineData("{{ bos_token }}{{ messages[0].content }}", "<s>Hello")]
    public void Every_prompt_begins_with_its_start_once(string source, string expected) => Assert.Equal(expected, Of(source, "<s>").Render(Hello, true));

    private static JinjaChatTemplate Of(string source, string? start = null)
        => new(source, HuggingFaceTokenizer.Open(Repository.BuiltIn), new Dictionary<string, string> { ["bos_token"] = "<s>" }, TimeProvider.System) { Start = start };
}
