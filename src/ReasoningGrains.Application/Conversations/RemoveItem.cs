using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>Takes an item out of the transcript.</summary>
public sealed record RemoveItem(Caller Caller, string Conversation, string ItemId) : MediatR.IRequest, IConversationRequest;

internal sealed class RemoveItemHandler(IGrainFactory grains) : IRequestHandler<RemoveItem>
{
    public async Task<Unit> Handle(RemoveItem request, CancellationToken cancellationToken)
    {
        await grains.Grain(request).RemoveItem(request.ItemId);
        return Unit.Value;
    }
}
