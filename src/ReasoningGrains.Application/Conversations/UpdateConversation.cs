using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>Replaces a conversation's metadata.</summary>
public sealed record UpdateConversation(Caller Caller, string Conversation, IReadOnlyDictionary<string, string> Metadata)
    : IRequest<ConversationInfo>, IConversationRequest;

internal sealed class UpdateConversationHandler(IGrainFactory grains) : IRequestHandler<UpdateConversation, ConversationInfo>
{
    public async Task<ConversationInfo> Handle(UpdateConversation request, CancellationToken cancellationToken)
        => (await grains.Grain(request).Update(request.Metadata)).SeenBy(request.Caller);
}
