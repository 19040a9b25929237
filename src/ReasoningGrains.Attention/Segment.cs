using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Attention;

/// <summary>Consecutive tokens of one sequence in a step: a chunk of its prompt, or the one token that it decodes.</summary>
/// <param name="Table">The sequence's blocks, with room reserved for the tokens.</param>
/// <param name="Row">Its first row in the step.</param>
/// <param name="Tokens">How many rows.</param>
/// <param name="Routing">What is attended; null attends every block.</param>
/// <param name="Measure">Whose mass the queries of the last tokens measure; W is updated by it and the active set chosen anew.</param>
public readonly record struct Segment(BlockTable Table, int Row, int Tokens, SequenceRouting? Routing = null, MeasuredBlocks Measure = MeasuredBlocks.None)
{
    /// <summary>Position of the first token.</summary>
    public int Position => Table.Length;

    /// <summary>Block of the last token.</summary>
    internal int LastBlock => (Position + Tokens - 1) / KvShape.BlockTokens;
}
