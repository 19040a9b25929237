namespace ReasoningGrains.Attention.Blocks;

/// <summary>Keys and values of up to 32 consecutive tokens, for all layers and heads. Immutable once sealed; shared by reference count.</summary>
public sealed class KvBlock
{
    internal KvBlock(KvSlab slab, nint address, nint sketches) => (Slab, Address, Sketches) = (slab, address, sketches);

    internal KvSlab Slab { get; }

    internal nint Address { get; }

    /// <summary>Address of its sketches; only cold blocks have them.</summary>
    internal nint Sketches { get; }

    /// <summary>Kept in 4 bits.</summary>
    internal bool IsCold => Slab.IsCold;

    internal int References { get; set; }

    /// <summary>All tokens from the first of the sequence to the last of this block; null while it is not to be found by them.</summary>
    internal BlockIdentity? Identity { get; set; }

    /// <summary>Place among the blocks that nobody holds, oldest first.</summary>
    internal LinkedListNode<KvBlock>? Idle { get; set; }
}
