using System.Collections.Concurrent;
using ReasoningGrains.Models.Gguf;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.Gguf;
using ReasoningGrains.Models.Tokenizers.HuggingFace;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Tokenizers;

/// <summary>The tokenizers beside the repository, each loaded once.</summary>
internal static class SharedTokenizers
{
    private static readonly ConcurrentDictionary<string, Lazy<BytePairTokenizer>> Folders = new();
    private static readonly Lazy<GgufVocabulary> SmolLm2File = new(() => ReadVocabulary(SharedFiles.Require("models/smollm2-135m/model.gguf")));
    private static readonly Lazy<BytePairTokenizer> SmolLm2Tokenizer = new(() => GgufTokenizer.Create(SmolLm2File.Value));

    public static GgufVocabulary SmolLm2Vocabulary => SmolLm2File.Value;

    public static BytePairTokenizer SmolLm2 => SmolLm2Tokenizer.Value;

    /// <param name="folder">The model's folder under <c>shared/models</c>.</param>
    public static BytePairTokenizer Of(string folder) => folder == "smollm2-135m"
        ? SmolLm2
        : Folders.GetOrAdd(folder, name => new Lazy<BytePairTokenizer>(() => HuggingFaceTokenizer.Open(SharedFiles.Require($"models/{name}")))).Value;

    private static GgufVocabulary ReadVocabulary(string path)
    {
        using var file = GgufFile.Open(path);
        return GgufVocabulary.Read(file.Metadata);
    }
}
