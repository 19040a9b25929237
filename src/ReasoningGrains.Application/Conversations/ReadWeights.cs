using MediatR;

namespace ReasoningGrains.Application.Conversations;

/// <summary>W of a conversation as it is now.</summary>
public sealed record ReadWeights(Caller Caller, string Conversation) : IRequest<WeightsNow>, IConversationRequest;

internal sealed class ReadWeightsHandler(IGrainFactory grains) : IRequestHandler<ReadWeights, WeightsNow>
{
    public Task<WeightsNow> Handle(ReadWeights request, CancellationToken cancellationToken) => grains.Grain(request).Weights();
}
