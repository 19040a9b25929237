using MediatR;

namespace ReasoningGrains.Application.Turns;

/// <summary>Lets the model answer. The stream's first element comes when the turn is journalled; leaving it early does not stop the turn.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Conversation">Made if there is none.</param>
/// <param name="Turn">What is asked.</param>
public sealed record RunTurn(Caller Caller, string Conversation, TurnRequest Turn) : IRequest<IAsyncEnumerable<TurnEvent>>, IConversationRequest;

internal sealed class RunTurnHandler(IGrainFactory grains) : IRequestHandler<RunTurn, IAsyncEnumerable<TurnEvent>>
{
    public Task<IAsyncEnumerable<TurnEvent>> Handle(RunTurn request, CancellationToken cancellationToken)
        => Task.FromResult(grains.Grain(request).RunTurn(request.Turn, cancellationToken));
}
