using ReasoningGrains.Models.Tokenizers.PreTokenizers;

namespace ReasoningGrains.Training.Tokenizers;

/// <summary>How text is cut before merging: each digit alone, then as GPT-2 does. The same as <see cref="TokenizerFile"/> writes down.</summary>
internal static class WordSplit
{
    public static IPreTokenizer Create() => new PreTokenizerSequence([new SplitPreTokenizer(@"\p{N}"), new SplitPreTokenizer(KnownPatterns.Gpt2)]);
}
