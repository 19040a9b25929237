namespace ReasoningGrains.Attention.Blocks;

/// <summary>How an element of a key or a value is kept.</summary>
public enum KvElement
{
    /// <summary>A signed byte times the scale of its token and head.</summary>
    Int8,

    /// <summary>As computed: for exact tests, and for measuring what int8 costs.</summary>
    Float32,
}
