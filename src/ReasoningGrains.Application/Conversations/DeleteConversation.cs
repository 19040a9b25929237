using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>Forgets a conversation.</summary>
public sealed record DeleteConversation(Caller Caller, string Conversation) : MediatR.IRequest, IConversationRequest;

internal sealed class DeleteConversationHandler(IGrainFactory grains) : IRequestHandler<DeleteConversation>
{
    public async Task<Unit> Handle(DeleteConversation request, CancellationToken cancellationToken)
    {
        await grains.Grain(request).Delete();
        return Unit.Value;
    }
}
