namespace ReasoningGrains.Attention.Routing;

/// <summary>What is measured at the end of a segment, and from when on it decides. Of a past beyond 128 blocks "the whole" is what is near and, for each head, candidates among the others; those that are not measured fade.</summary>
public enum MeasuredBlocks
{
    /// <summary>Nothing: W stays as it is.</summary>
    None,

    /// <summary>The whole past; the segment's own tokens attend what it finds.</summary>
    All,

    /// <summary>The whole past, for this chunk of a longer segment, whose tokens attend what it finds; the next measurement begins from W as it was before the segment.</summary>
    AllOfChunk,

    /// <summary>The whole past; the tokens after the segment attend what it finds.</summary>
    AllForNext,

    /// <summary>Of the past what is near and the few blocks that W finds heaviest, the others fade; the tokens after the segment attend what it finds.</summary>
    HeaviestForNext,
}
