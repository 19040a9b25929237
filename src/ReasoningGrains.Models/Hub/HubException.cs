namespace ReasoningGrains.Models.Hub;

/// <summary>A model that could not be pulled; the message names the repository and file, what went wrong and what to do.</summary>
public sealed class HubException : Exception
{
    public HubException(string message) : base(message)
    {
    }

    public HubException(string message, Exception inner) : base(message, inner)
    {
    }

    public HubException() : base("The model could not be pulled.")
    {
    }
}
