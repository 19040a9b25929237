namespace ReasoningGrains.Models.Tokenizers.BytePairs;

/// <summary>Encodes one word of a pre-tokenizer.</summary>
internal interface IWordEncoder
{
    MergeTable Merges { get; }

    void Encode(ReadOnlySpan<char> word, BytePairMerger merger, List<int> output);
}
