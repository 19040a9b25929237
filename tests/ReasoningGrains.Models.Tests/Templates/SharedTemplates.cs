using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tests.Tokenizers;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Templates;

/// <summary>The chat templates of the models beside the repository.</summary>
internal static class SharedTemplates
{
    public static IChatTemplate Of(string folder) => folder == "smollm2-135m"
        ? GgufChatTemplate.Create(SharedTokenizers.SmolLm2Vocabulary, SharedTokenizers.SmolLm2, TimeProvider.System)
        : HuggingFaceChatTemplate.Open(SharedFiles.Require($"models/{folder}"), SharedTokenizers.Of(folder), TimeProvider.System);

    public static BytePairTokenizer Tokenizer(string folder) => SharedTokenizers.Of(folder);
}
