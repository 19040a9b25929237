using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>Adds items that are not answered.</summary>
public sealed record AddItems(Caller Caller, string Conversation, IReadOnlyList<Item> Items) : IRequest<IReadOnlyList<Item>>, IConversationRequest;

internal sealed class AddItemsHandler(IGrainFactory grains) : IRequestHandler<AddItems, IReadOnlyList<Item>>
{
    public Task<IReadOnlyList<Item>> Handle(AddItems request, CancellationToken cancellationToken) => grains.Grain(request).AddItems(request.Items);
}
