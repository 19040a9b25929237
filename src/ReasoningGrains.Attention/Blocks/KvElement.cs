namespace ReasoningGrains.Attention.Blocks;

/// <summary>How an element of a key or a value is kept.</summary>
public enum KvElement
{
    /// <summary>A signed byte times the scale of its token and head.</summary>
    Int8,

    /// <summary>As computed: for exact tests, and for measuring what int8 costs.</summary>
    Float32,

    /// <summary>
    /// Half a byte times a step, plus what the lowest has: of keys for each element of a head over the block's tokens, of values for each token (KIVI, arXiv 2402.02750).
    /// Only full blocks can be kept so; those of small weight are.
    /// </summary>
    Int4,
}
