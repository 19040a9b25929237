using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.Gguf;

namespace ReasoningGrains.Models.Templates;

/// <summary>The chat template that a GGUF file carries.</summary>
internal static class GgufChatTemplate
{
    /// <exception cref="ModelFormatException">The file has no template, or one that cannot be used.</exception>
    public static IChatTemplate Create(GgufVocabulary file, BytePairTokenizer tokenizer, TimeProvider time)
    {
        var source = file.ChatTemplate ?? throw new ModelFormatException("tokenizer.chat_template is missing; a model without a template cannot hold a conversation.");
        var special = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bos_token"] = file.Spelling(file.Bos) ?? "",
            ["eos_token"] = file.Spelling(file.Eos) ?? "",
        };
        // llama.cpp begins each prompt so where the file says it; folders leave it to their template.
        return new JinjaChatTemplate(source, tokenizer, special, time) { Start = file.Spelling(tokenizer.BeginOfText) };
    }
}
