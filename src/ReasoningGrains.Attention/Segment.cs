using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention;

/// <summary>Consecutive tokens of one sequence in a step: a chunk of its prompt, or the one token that it decodes.</summary>
/// <param name="Table">The sequence's blocks, with room reserved for the tokens.</param>
/// <param name="Row">Its first row in the step.</param>
/// <param name="Tokens">How many rows.</param>
public readonly record struct Segment(BlockTable Table, int Row, int Tokens)
{
    /// <summary>Position of the first token.</summary>
    public int Position => Table.Length;
}
