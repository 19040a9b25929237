namespace ReasoningGrains.Models.Tokenizers.PreTokenizers;

/// <summary>Each step cuts the words of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> words)
    {
        List<ReadOnlyMemory<char>> current = [text];
        foreach (var step in steps)
        {
            List<ReadOnlyMemory<char>> cut = [];
            for (var i = 0; i < current.Count; i++)
            {
                step.Split(current[i], atStart && i == 0, cut);
            }

            current = cut;
        }

        words.AddRange(current);
    }
}
