using MediatR;

namespace ReasoningGrains.Application.Turns;

/// <summary>The events of a turn, past and to come, from a position on.</summary>
public sealed record FollowTurn(Caller Caller, string Conversation, string TurnId, int FromSequence)
    : IRequest<IAsyncEnumerable<TurnEvent>>, IConversationRequest;

internal sealed class FollowTurnHandler(IGrainFactory grains) : IRequestHandler<FollowTurn, IAsyncEnumerable<TurnEvent>>
{
    public Task<IAsyncEnumerable<TurnEvent>> Handle(FollowTurn request, CancellationToken cancellationToken)
        => Task.FromResult(grains.Grain(request).Follow(request.TurnId, request.FromSequence, cancellationToken));
}
