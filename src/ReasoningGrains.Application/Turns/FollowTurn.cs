using MediatR;

namespace ReasoningGrains.Application.Turns;

/// <summary>The events of a turn, past and to come, from a position on.</summary>
public sealed record FollowTurn(Caller Caller, string Conversation, string TurnId, int FromSequence)
    : IRequest<IAsyncEnumerable<TurnEvent>>, IConversationRequest;

internal sealed class FollowTurnHandler(IGrainFactory grains) : IRequestHandler<FollowTurn, IAsyncEnumerable<TurnEvent>>
{
    public Task<IAsyncEnumerable<TurnEvent>> Handle(FollowTurn request, CancellationToken cancellationToken)
    {
        var conversation = grains.Grain(request);
        // What is told again is left out by its number, so that an end that has another one than it had is not missed.
        return Task.FromResult(FollowedTurn.Across(next => conversation.Follow(request.TurnId, next == 0 ? request.FromSequence : 0, cancellationToken), cancellationToken));
    }
}
