using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>The whole transcript in order.</summary>
public sealed record ListItems(Caller Caller, string Conversation) : IRequest<IReadOnlyList<Item>>, IConversationRequest;

internal sealed class ListItemsHandler(IGrainFactory grains) : IRequestHandler<ListItems, IReadOnlyList<Item>>
{
    public Task<IReadOnlyList<Item>> Handle(ListItems request, CancellationToken cancellationToken) => grains.Grain(request).Items();
}
