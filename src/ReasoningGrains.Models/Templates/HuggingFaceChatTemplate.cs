using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.HuggingFace;

namespace ReasoningGrains.Models.Templates;

/// <summary>The chat template of a model folder: <c>chat_template.jinja</c>, else the one in <c>tokenizer_config.json</c>.</summary>
internal static class HuggingFaceChatTemplate
{
    /// <exception cref="ModelFormatException">The folder has no template, or one that cannot be used.</exception>
    public static IChatTemplate Open(string folder, BytePairTokenizer tokenizer, TimeProvider time)
    {
        var settings = TokenizerSettings.Read(folder);
        var source = settings.ChatTemplate ?? throw new ModelFormatException($"{folder} has no chat template; allowed: chat_template.jinja, or chat_template in tokenizer_config.json.");
        return new JinjaChatTemplate(source, tokenizer, settings.SpecialTokens, time);
    }
}
