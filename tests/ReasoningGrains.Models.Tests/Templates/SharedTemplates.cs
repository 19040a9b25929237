using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tests.Tokenizers;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Models.Tests.Templates;

/// <summary>The chat templates of the models beside the repository.</summary>
internal static class SharedTemplates
{
    public static IChatTemplate Of(string folder) => folder switch
    {
        "smollm2-135m" => GgufChatTemplate.Create(SharedTokenizers.SmolLm2Vocabulary, SharedTokenizers.SmolLm2, TimeProvider.System),
        _ => throw new ArgumentOutOfRangeException(nameof(folder), folder, "No such model."),
    };

    public static BytePairTokenizer Tokenizer(string folder) => folder switch
    {
        "smollm2-135m" => SharedTokenizers.SmolLm2,
        _ => throw new ArgumentOutOfRangeException(nameof(folder), folder, "No such model."),
    };
}
