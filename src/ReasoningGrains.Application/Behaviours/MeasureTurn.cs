using System.Diagnostics;
using System.Runtime.CompilerServices;
using MediatR;

namespace ReasoningGrains.Application.Behaviours;

/// <summary>Traces and measures every turn.</summary>
internal sealed class MeasureTurn(TurnTelemetry telemetry, TimeProvider time) : IPipelineBehavior<Turns.RunTurn, IAsyncEnumerable<TurnEvent>>
{
    public async Task<IAsyncEnumerable<TurnEvent>> Handle(
        Turns.RunTurn request, CancellationToken cancellationToken, RequestHandlerDelegate<IAsyncEnumerable<TurnEvent>> next)
        => Measured(request, await next(), CancellationToken.None);

    private async IAsyncEnumerable<TurnEvent> Measured(
        Turns.RunTurn request, IAsyncEnumerable<TurnEvent> events, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var activity = telemetry.Source.StartActivity("chat", ActivityKind.Server);
        activity?.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.provider.name", "reasoninggrains")
            .SetTag("gen_ai.conversation.id", request.Conversation).SetTag("gen_ai.response.id", request.Turn.TurnId);
        var start = time.GetTimestamp();
        long? first = null;
        await foreach (var happened in events.WithCancellation(cancellation))
        {
            if (happened is TurnDelta && first is null)
            {
                first = time.GetTimestamp();
                telemetry.FirstToken(time.GetElapsedTime(start, first.Value));
            }

            if (happened is TurnEnded { Turn: var turn })
            {
                telemetry.Ended(turn, time.GetElapsedTime(start), first is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);
                activity?.SetTag("gen_ai.request.model", turn.Model).SetTag("gen_ai.usage.input_tokens", turn.Usage.InputTokens)
                    .SetTag("gen_ai.usage.output_tokens", turn.Usage.OutputTokens).SetTag("gen_ai.response.finish_reasons", turn.StopReason.ToString());
                activity?.SetStatus(turn.Status == TurnStatus.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok, turn.Error?.Message);
            }

            yield return happened;
        }
    }
}
