namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>What becomes of a match of a splitting pattern (<c>SplitDelimiterBehavior</c> of Hugging Face's tokenizers).</summary>
internal enum SplitBehavior
{
    Isolated,
    Removed,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}
