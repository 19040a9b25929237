namespace ReasoningGrains;

/// <summary>What a turn attended most: the heaviest blocks of its W, averaged over all layers and heads.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.Explanation")]
public sealed record Explanation
{
    [Id(0)] public required string Turn { get; init; }

    /// <summary>Identifies W at the end of the turn.</summary>
    [Id(1)] public required string Digest { get; init; }

    /// <summary>Tokens of the context at the end of the turn.</summary>
    [Id(2)] public required int Tokens { get; init; }

    /// <summary>Heaviest first.</summary>
    [Id(3)] public required IReadOnlyList<ExplainedBlock> Blocks { get; init; }
}

/// <summary>A block of the context.</summary>
/// <param name="Block">Its number; block b holds tokens 32·b to 32·b + 31.</param>
/// <param name="Weight">In W_t.</param>
/// <param name="Before">In W_{t-1}; 0 when the block is new.</param>
/// <param name="Text">What it says; never half a character.</param>
[GenerateSerializer, Immutable, Alias("reasoninggrains.ExplainedBlock")]
public sealed record ExplainedBlock(
    [property: Id(0)] int Block,
    [property: Id(1)] float Weight,
    [property: Id(2)] float Before,
    [property: Id(3)] string Text);

/// <summary>W of a conversation, averaged over all layers and heads.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.WeightsNow")]
public sealed record WeightsNow
{
    /// <summary>The turn that left it; of a fork it may be a turn of the parent.</summary>
    [Id(0)] public required string Turn { get; init; }

    [Id(1)] public required string Digest { get; init; }

    /// <summary>Tokens of the context that it is of.</summary>
    [Id(2)] public required int Tokens { get; init; }

    /// <summary>Blocks that have a weight, heaviest first.</summary>
    [Id(3)] public required IReadOnlyList<BlockWeight> Blocks { get; init; }
}

/// <summary>A block and its weight.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.BlockWeight")]
public readonly record struct BlockWeight([property: Id(0)] int Block, [property: Id(1)] float Weight);
