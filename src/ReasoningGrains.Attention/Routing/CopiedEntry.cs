namespace ReasoningGrains.Attention.Routing;

/// <summary>Room for the copy of a head of an active block.</summary>
internal struct CopiedEntry
{
    /// <summary>The last selection under which it was attended.</summary>
    public int Attended;

    /// <summary>The selection that the copy is of.</summary>
    public int Copied;

    /// <summary>How it was copied.</summary>
    public bool IsCold;
}
