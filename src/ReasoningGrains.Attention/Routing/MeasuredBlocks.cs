namespace ReasoningGrains.Attention.Routing;

/// <summary>Blocks whose mass is measured at the end of a segment.</summary>
public enum MeasuredBlocks
{
    /// <summary>W stays as it is.</summary>
    None,

    /// <summary>Those that the segment attends: the others keep their weight.</summary>
    Attended,

    /// <summary>The whole past.</summary>
    All,
}
