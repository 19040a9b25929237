using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>A new conversation that begins as another was after a turn.</summary>
/// <param name="Caller">Who asks; owns both.</param>
/// <param name="Conversation">The one that is shared.</param>
/// <param name="NewId">Id of the new conversation.</param>
/// <param name="AfterTurn">The last turn that it shares; null is all.</param>
public sealed record ForkConversation(Caller Caller, string Conversation, string NewId, string? AfterTurn) : IRequest<ConversationInfo>, IConversationRequest;

internal sealed class ForkConversationHandler(IGrainFactory grains) : IRequestHandler<ForkConversation, ConversationInfo>
{
    public async Task<ConversationInfo> Handle(ForkConversation request, CancellationToken cancellationToken)
        => (await grains.Grain(request).Fork(request.Caller.GrainKey(request.NewId), request.AfterTurn)).SeenBy(request.Caller);
}
