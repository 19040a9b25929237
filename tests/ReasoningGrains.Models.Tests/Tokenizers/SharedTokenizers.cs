using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.Gguf;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Tokenizers;

/// <summary>The tokenizers beside the repository, each loaded once.</summary>
internal static class SharedTokenizers
{
    private static readonly Lazy<GgufVocabulary> SmolLm2File = new(() => GgufMetadata.Read(SharedFiles.Require("models/smollm2-135m/model.gguf")));
    private static readonly Lazy<BytePairTokenizer> SmolLm2Tokenizer = new(() => GgufTokenizer.Create(SmolLm2File.Value));

    public static GgufVocabulary SmolLm2Vocabulary => SmolLm2File.Value;

    public static BytePairTokenizer SmolLm2 => SmolLm2Tokenizer.Value;
}
