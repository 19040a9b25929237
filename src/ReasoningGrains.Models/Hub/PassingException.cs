namespace ReasoningGrains.Models.Hub;

/// <summary>A failure that the next attempt may not meet: a dropped connection, a busy host.</summary>
/// <param name="message">What happened.</param>
/// <param name="inner">Where it came from.</param>
/// <param name="after">How long the host asks to wait.</param>
internal sealed class PassingException(string message, Exception? inner = null, TimeSpan? after = null) : Exception(message, inner)
{
    public TimeSpan? After => after;
}
