using ReasoningGrains.Models.Tokenizers.SentencePiece;

namespace ReasoningGrains.Models.Tokenizers.HuggingFace;

/// <summary>Opens the tokenizer of a model folder: <c>tokenizer.json</c>, else SentencePiece's <c>tokenizer.model</c>.</summary>
internal static class HuggingFaceTokenizer
{
    /// <exception cref="ModelFormatException">There is none, or it cannot be used.</exception>
    public static BytePairTokenizer Open(string folder)
    {
        var settings = TokenizerSettings.Read(folder);
        if (JsonFile.Read(folder, "tokenizer.json") is { } json)
        {
            return TokenizerJson.Read(json, settings);
        }

        var path = Path.Combine(folder, "tokenizer.model");
        return File.Exists(path)
            ? SentencePieceTokenizer.Create(SentencePieceFile.Read(path, settings))
            : throw new ModelFormatException($"{folder} has no tokenizer; allowed: tokenizer.json or tokenizer.model.");
    }
}
