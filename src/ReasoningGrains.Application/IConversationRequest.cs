namespace ReasoningGrains.Application;

/// <summary>A request about one conversation of a caller.</summary>
public interface IConversationRequest
{
    Caller Caller { get; }

    /// <summary>The conversation's id as the caller knows it.</summary>
    string Conversation { get; }
}

internal static class ConversationRequests
{
    public static IConversationGrain Grain(this IGrainFactory grains, IConversationRequest request)
        => grains.GetGrain<IConversationGrain>(request.Caller.GrainKey(request.Conversation));

    public static ConversationInfo SeenBy(this ConversationInfo info, Caller caller) => info with { Id = caller.ConversationId(info.Id) };

    public static ConversationException Unknown(this IConversationRequest request)
        => new(ErrorCodes.NotFound, $"There is no conversation '{request.Conversation}'.");
}
