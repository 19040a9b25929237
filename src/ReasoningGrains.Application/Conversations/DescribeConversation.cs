using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>What is known about a conversation; null when it was never made or is deleted.</summary>
public sealed record DescribeConversation(Caller Caller, string Conversation) : IRequest<ConversationInfo?>, IConversationRequest;

internal sealed class DescribeConversationHandler(IGrainFactory grains) : IRequestHandler<DescribeConversation, ConversationInfo?>
{
    public async Task<ConversationInfo?> Handle(DescribeConversation request, CancellationToken cancellationToken)
        => (await grains.Grain(request).Describe())?.SeenBy(request.Caller);
}
