namespace ReasoningGrains.Conversations.Journals;

/// <summary>The entries of all conversations; the version of a conversation is how many it has. Appending is the only commit point.</summary>
internal interface IJournal
{
    /// <summary>Entries of a conversation, oldest first: those of the versions asked for, which may be fewer than that or none.</summary>
    /// <exception cref="JournalDamagedException">One of them cannot be read.</exception>
    Task<IReadOnlyList<JournalEntry>> Read(string conversation, long from = 1, long to = long.MaxValue);

    /// <summary>Adds entries, all or none, and after a <see cref="Deleted"/> forgets all of the conversation; when the task is done they survive the loss of the process and the machine's power.</summary>
    /// <exception cref="VersionConflictException">The conversation has another version.</exception>
    Task Append(string conversation, long expectedVersion, IReadOnlyList<JournalEntry> entries);

    /// <summary>Conversations with a turn that began and did not end.</summary>
    Task<IReadOnlyList<string>> Unfinished();
}
