using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Responses;

/// <summary>A response's id names its conversation and its turn: <c>resp_CONVERSATION_TURN</c>.</summary>
internal readonly record struct ResponseId(string Conversation, string Turn)
{
    private const string Prefix = "resp_";
    private const string ConversationPrefix = "conv_";

    public override string ToString() => $"{Prefix}{Conversation[ConversationPrefix.Length..]}_{Turn}";

    public static ResponseId Parse(string text, string field)
        => text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length..].Split('_') is [{ Length: > 0 } conversation, { Length: > 0 } turn]
            ? new ResponseId(ConversationPrefix + conversation, turn)
            : throw new RefusedException(ErrorCodes.NotFound, field, $"There is no response '{text}'.");
}
