namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>The splitting patterns that GGUF files name (<c>tokenizer.ggml.pre</c>), as the models' own tokenizers write them.</summary>
internal static class KnownPatterns
{
    /// <summary>GPT-2, also what a <c>ByteLevel</c> pre-tokenizer uses.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const string Digit = @"\p{N}";
    private const string Qwen2 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Llama3 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string DeepSeekWords = @"[!""#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly Dictionary<string, string[]> Steps = new(StringComparer.Ordinal)
    {
        ["smollm"] = [Digit, Gpt2],
        ["gpt-2"] = [Gpt2],
        ["qwen2"] = [Qwen2],
        ["deepseek-r1-qwen"] = [Qwen2],
        ["llama-bpe"] = [Llama3],
        ["llama3"] = [Llama3],
        ["llama-v3"] = [Llama3],
        ["deepseek-v3"] = [@"\p{N}{1,3}", "[一-龥぀-ゟ゠-ヿ]+", DeepSeekWords],
    };

    /// <exception cref="ModelFormatException">The name is not known.</exception>
    public static IPreTokenizer Named(string name) => Steps.TryGetValue(name, out var patterns)
        ? new PreTokenizerSequence([.. patterns.Select(pattern => new SplitPreTokenizer(pattern))])
        : throw new ModelFormatException($"The pre-tokenizer '{name}' is not supported; allowed: {string.Join(", ", Steps.Keys)}.");
}
