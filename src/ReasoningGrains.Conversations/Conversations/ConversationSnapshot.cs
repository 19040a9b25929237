namespace ReasoningGrains.Conversations.Conversations;

/// <summary>Orleans' grain state of a conversation: its transcript at a version of the journal. The journal is the truth; this only shortens its reading.</summary>
[GenerateSerializer, Alias("reasoninggrains.ConversationSnapshot")]
internal sealed class ConversationSnapshot
{
    /// <summary>Name of the grain storage.</summary>
    public const string Storage = "conversations";

    [Id(0)] public long Version { get; set; }

    /// <summary>A <see cref="TranscriptState"/> as JSON; empty when there is none.</summary>
    [Id(1)] public byte[] Transcript { get; set; } = [];
}
