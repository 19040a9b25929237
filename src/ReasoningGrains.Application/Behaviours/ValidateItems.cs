using MediatR;
using Microsoft.Extensions.Options;
using ReasoningGrains.Application.Conversations;

namespace ReasoningGrains.Application.Behaviours;

/// <summary>Refuses items that are more than a caller may add at once.</summary>
internal sealed class ValidateItems(IOptions<LimitOptions> limits)
    : IPipelineBehavior<CreateConversation, ConversationInfo>, IPipelineBehavior<AddItems, IReadOnlyList<Item>>
{
    public Task<ConversationInfo> Handle(CreateConversation request, CancellationToken cancellationToken, RequestHandlerDelegate<ConversationInfo> next)
    {
        ItemRules.Check(request.Items, limits.Value);
        return next();
    }

    public Task<IReadOnlyList<Item>> Handle(AddItems request, CancellationToken cancellationToken, RequestHandlerDelegate<IReadOnlyList<Item>> next)
    {
        ItemRules.Check(request.Items, limits.Value);
        return next();
    }
}
