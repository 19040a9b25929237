namespace ReasoningGrains.Conversations;

/// <summary>Another process holds conversations in the folder: both would go on with the same turns.</summary>
public sealed class StorageInUseException : IOException
{
    public StorageInUseException(string message, Exception inner) : base(message, inner)
    {
    }

    public StorageInUseException(string message) : base(message)
    {
    }

    public StorageInUseException()
    {
    }
}
