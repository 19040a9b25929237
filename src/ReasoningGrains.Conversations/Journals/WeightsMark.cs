namespace ReasoningGrains.Conversations.Journals;

/// <summary>Which W a conversation goes on from.</summary>
/// <param name="Turn">The turn that left it.</param>
/// <param name="Digest">Identifies it.</param>
internal sealed record WeightsMark(string Turn, string Digest);
