namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>Each step cuts the words of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(ReadOnlyMemory<char> text, List<ReadOnlyMemory<char>> words)
    {
        List<ReadOnlyMemory<char>> current = [text];
        foreach (var step in steps)
        {
            List<ReadOnlyMemory<char>> cut = [];
            foreach (var word in current)
            {
                step.Split(word, cut);
            }

            current = cut;
        }

        words.AddRange(current);
    }
}
