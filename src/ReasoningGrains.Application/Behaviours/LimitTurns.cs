using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MediatR;
using Microsoft.Extensions.Options;

namespace ReasoningGrains.Application.Behaviours;

/// <summary>Bounds the turns that one caller has at once; one more is refused, it does not wait.</summary>
internal sealed class LimitTurns(IOptions<LimitOptions> limits) : IPipelineBehavior<Turns.RunTurn, IAsyncEnumerable<TurnEvent>>
{
    private readonly ConcurrentDictionary<Caller, int> running = new();

    public async Task<IAsyncEnumerable<TurnEvent>> Handle(
        Turns.RunTurn request, CancellationToken cancellationToken, RequestHandlerDelegate<IAsyncEnumerable<TurnEvent>> next)
        => Counted(request.Caller, await next(), CancellationToken.None);

    private async IAsyncEnumerable<TurnEvent> Counted(
        Caller caller, IAsyncEnumerable<TurnEvent> events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var count = running.AddOrUpdate(caller, 1, (_, count) => count + 1);
        try
        {
            if (count > limits.Value.ConcurrentTurns)
            {
                throw new RefusedException(
                    ErrorCodes.Overloaded, null, $"{count - 1} turns run already; allowed at once are {limits.Value.ConcurrentTurns} (Limits:ConcurrentTurns).")
                {
                    RetryAfter = TimeSpan.FromMilliseconds(limits.Value.RetryAfterMilliseconds),
                };
            }

            await foreach (var happened in events.WithCancellation(cancellation))
            {
                yield return happened;
            }
        }
        finally
        {
            running.AddOrUpdate(caller, 0, (_, count) => count - 1);
        }
    }
}
