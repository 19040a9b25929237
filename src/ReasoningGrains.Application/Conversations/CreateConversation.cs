using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>Makes a conversation with first items that are not answered.</summary>
public sealed record CreateConversation(Caller Caller, string Conversation, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<Item> Items)
    : IRequest<ConversationInfo>, IConversationRequest;

internal sealed class CreateConversationHandler(IGrainFactory grains) : IRequestHandler<CreateConversation, ConversationInfo>
{
    public async Task<ConversationInfo> Handle(CreateConversation request, CancellationToken cancellationToken)
        => (await grains.Grain(request).Create(request.Metadata, request.Items)).SeenBy(request.Caller);
}
