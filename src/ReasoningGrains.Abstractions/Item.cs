namespace ReasoningGrains;

/// <summary>One entry of a conversation's transcript.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.Item")]
public sealed record Item
{
    /// <summary>Unique within the conversation: <c>msg_…</c> or <c>rs_…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required ItemKind Kind { get; init; }

    /// <summary><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</summary>
    [Id(2)] public required string Role { get; init; }

    [Id(3)] public required string Text { get; init; }
}

public enum ItemKind
{
    /// <summary>What somebody said.</summary>
    Message,

    /// <summary>The model's thinking before its message.</summary>
    Reasoning,
}
