using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Weights;
using ReasoningGrains.Conversations.Workers;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Conversations.Conversations;

internal sealed partial class ConversationGrain
{
    private Task running = Task.CompletedTask;
    private bool deactivating;

    private bool IsStopping => deactivating || lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Sets the journalled turn going, or on after a restart; it ends whether or not anybody follows it.</summary>
    private void Begin(Turn turn, RenderedPrompt prompt)
    {
        run?.Dispose();
        run = new TurnRun(turn.Id);
        run.Start(turn);
        running = RunToEnd(turn, prompt, run);
    }

    private async Task RunToEnd(Turn turn, RenderedPrompt prompt, TurnRun current)
    {
        DelayDeactivation(TimeSpan.FromDays(1));
        try
        {
            var answer = new Answer(turn, prompt, current, transcript.Generated.Count, entry => Append([entry]), time);
            var weighing = new Weighing();
            if (await Generate(turn, prompt, current, answer, weighing) is { } finish)
            {
                await answer.Flush();
                var finished = finish();
                var left = Weighed(finished, prompt, weighing);
                await Append([finished with { Attention = left is null ? null : TurnAttention.Of(left.W, weighing.Before?.W), Transient = transcript.IsTransient ? true : null }]);
                current.End(transcript.Turn(turn.Id)!);
                Keep(left, weighing.Before);
                await SaveSnapshot(always: false);
            }
            else
            {
                current.Break(new ConversationException(ErrorCodes.Failed, $"The server stopped while turn {turn.Id} ran; it goes on when there is one again."));
            }
        }
        catch (ConversationException e)
        {
            current.Break(e);
        }
        catch (Exception e) when (!current.Ended.IsCompleted)
        {
            Log.TurnFailed(log, Id, turn.Id, e);
            current.Break(new ConversationException(ErrorCodes.Failed, $"Turn {turn.Id} could not be ended: {e.Message}"));
        }
        finally
        {
            DelayDeactivation(TimeSpan.Zero);
            if (transcript.Running is not null)
            {
                // The next activation goes on with it.
                DeactivateOnIdle();
            }

            turnGate.Release();
        }
    }

    /// <summary>Runs the model and says how the turn ends; null when the silo is stopping and the turn goes on elsewhere.</summary>
    private async Task<Func<TurnFinished>?> Generate(Turn turn, RenderedPrompt prompt, TurnRun current, Answer answer, Weighing weighing)
    {
        try
        {
            var stop = await Stream(turn, prompt, current, answer, weighing);
            if (stop == StopReason.Cancelled && deactivating)
            {
                await answer.Flush();
                return null;
            }

            return () => answer.Finish(Status(stop), stop, error: null);
        }
        catch (Exception e) when (!IsStopping)
        {
            Log.TurnFailed(log, Id, turn.Id, e);
            return () => answer.Finish(TurnStatus.Failed, StopReason.Failed, Error(e));
        }
        catch (Exception e)
        {
            // A silo that stops takes its worker away: the turn goes on from its journal, here or elsewhere.
            Log.TurnCutOff(log, Id, turn.Id, e);
            return null;
        }
    }

    private async Task<StopReason> Stream(Turn turn, RenderedPrompt prompt, TurnRun current, Answer answer, Weighing weighing)
    {
        var attention = routing.Complete(turn.Options.Attention);
        weighing.Before = RoutingChoice.Of(attention).IsExact ? null : WeightsFor(prompt.Tokens);
        var request = new WorkerRequest
        {
            Conversation = Id,
            Tokens = transcript.Generated.Count == 0 ? prompt.Chat.Tokens : (int[])[.. prompt.Tokens, .. transcript.Generated],
            Resumed = transcript.Generated.Count,
            Options = turn.Options,
            Seed = turn.Seed,
            Attention = attention,
            Weights = weighing.Before?.W.Bytes.ToArray(),
            Lineage = transcript.Lineage ?? "",
        };
        var worker = GrainFactory.GetGrain<IModelWorkerGrain>(silo.SiloAddress.ToParsableString());
        try
        {
            await foreach (var token in worker.Generate(request, CancellationToken.None).WithCancellation(current.Cancellation.Token))
            {
                weighing.Now = token.Weights is { } bytes ? BlockWeights.Parse(bytes) : weighing.Now;
                if (token.Stop == StopReason.Cancelled)
                {
                    break;
                }

                await answer.Add(token);
                if (token.Stop is { } reason)
                {
                    return reason;
                }
            }
        }
        catch (OperationCanceledException) when (current.Cancellation.IsCancellationRequested)
        {
            // What came before stays.
        }

        return StopReason.Cancelled;
    }

    private static TurnStatus Status(StopReason stop) => stop switch
    {
        StopReason.Length => TurnStatus.Incomplete,
        StopReason.Cancelled => TurnStatus.Cancelled,
        _ => TurnStatus.Completed,
    };

    private static ConversationError Error(Exception e) => e switch
    {
        EngineOverloadedException => new ConversationError(ErrorCodes.Overloaded, e.Message),
        ConversationException refused => new ConversationError(refused.Code, refused.Message),
        _ => new ConversationError(ErrorCodes.Failed, e.Message),
    };
}
