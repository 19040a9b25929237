namespace ReasoningGrains.Conversations.Journals;

/// <summary>Somebody else appended first: this activation's view of the conversation is old.</summary>
internal sealed class VersionConflictException(string conversation, long expected, long found)
    : Exception($"Conversation {conversation} is at version {found}, not {expected}: another activation wrote to it.");

/// <summary>An entry cannot be read. Other conversations are not touched.</summary>
internal sealed class JournalDamagedException(string conversation, long version, string reason)
    : Exception($"Entry {version} of conversation {conversation} is damaged: {reason}.");
