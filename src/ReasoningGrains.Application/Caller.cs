namespace ReasoningGrains.Application;

/// <summary>Who asks. Conversations of different callers live under different grain keys, so one never finds another's.</summary>
/// <param name="Key">A short name of the caller, never the secret itself; empty where there are no callers to tell apart.</param>
public sealed record Caller(string Key)
{
    /// <summary>The caller of a server without API keys and of in-process use.</summary>
    public static Caller Local { get; } = new("");

    /// <summary>Key of the grain that holds the caller's conversation.</summary>
    public string GrainKey(string conversation) => Key.Length == 0 ? conversation : $"{Key}.{conversation}";

    /// <summary>The conversation's id as the caller knows it.</summary>
    public string ConversationId(string grainKey) => Key.Length == 0 ? grainKey : grainKey[(Key.Length + 1)..];
}
