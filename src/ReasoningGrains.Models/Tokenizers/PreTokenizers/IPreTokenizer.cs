namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts text into the words that merges do not cross.</summary>
internal interface IPreTokenizer
{
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="atStart">The text is the beginning of what is encoded.</param>
    /// <param name="words">Takes the words, in order; together they are the text, unless this step changes or removes some of it.</param>
    void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> words);
}
