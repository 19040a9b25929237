namespace ReasoningGrains.Models;

/// <summary>A model file that cannot be used; the message names the file, what is wrong with it and what is allowed.</summary>
public sealed class ModelFormatException : Exception
{
    public ModelFormatException(string message) : base(message)
    {
    }

    public ModelFormatException(string message, Exception inner) : base(message, inner)
    {
    }

    public ModelFormatException() : base("The model file cannot be used.")
    {
    }
}
