using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Workers;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Conversations.Conversations;

internal sealed partial class ConversationGrain
{
    private Task running = Task.CompletedTask;
    private bool deactivating;

    private bool IsStopping => deactivating || lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Sets the journalled turn going, or on after a restart; it ends whether or not anybody follows it.</summary>
    private void Begin(Turn turn)
    {
        run?.Dispose();
        run = new TurnRun(turn.Id);
        run.Start(turn);
        running = RunToEnd(turn, run);
    }

    private async Task RunToEnd(Turn turn, TurnRun current)
    {
        DelayDeactivation(TimeSpan.FromDays(1));
        var answer = new Answer(turn, current, transcript.Generated.Count, journalled => Append([new TokensGenerated { Time = time.GetUtcNow(), Turn = turn.Id, Ids = journalled }]), time);
        TurnFinished? finished;
        try
        {
            finished = await Generate(turn, current, answer);
        }
        catch (Exception e) when (!IsStopping)
        {
            Log.TurnFailed(log, Id, turn.Id, e);
            finished = answer.Finish(TurnStatus.Failed, StopReason.Failed, time.GetUtcNow(), Error(e));
        }

        catch (Exception e)
        {
            // A silo that stops takes its worker away: the turn goes on from its journal, here or elsewhere.
            Log.TurnCutOff(log, Id, turn.Id, e);
            finished = null;
        }

        try
        {
            if (finished is not null)
            {
                await answer.Journalled;
                await Append([finished]);
                current.End(transcript.Turn(turn.Id)!);
            }
        }
        finally
        {
            DelayDeactivation(TimeSpan.Zero);
            turnGate.Release();
        }
    }

    /// <summary>Runs the model; null when the silo is stopping and the turn goes on elsewhere.</summary>
    private async Task<TurnFinished?> Generate(Turn turn, TurnRun current, Answer answer)
    {
        var messages = Prompt.Messages(transcript.Items, turn.Options.Instructions);
        var prompt = engine.Template.Encode(messages, addGenerationPrompt: true);
        answer.Begin(prompt.Length, ReasoningSplitter.Opens(engine.Template.Render(messages, addGenerationPrompt: true)));
        var request = new WorkerRequest
        {
            Conversation = Id,
            Tokens = [.. prompt, .. transcript.Generated],
            Resumed = transcript.Generated.Count,
            Options = turn.Options,
            Seed = turn.Seed,
        };
        StopReason? ended = null;
        var worker = GrainFactory.GetGrain<IModelWorkerGrain>(silo.SiloAddress.ToParsableString());
        try
        {
            await foreach (var token in worker.Generate(request, CancellationToken.None).WithCancellation(current.Cancellation.Token))
            {
                await answer.Add(token);
                if (token.Stop is { } reason)
                {
                    ended = reason;
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (current.Cancellation.IsCancellationRequested)
        {
            // What came before stays.
        }

        var stop = ended ?? StopReason.Cancelled;
        await answer.Flush();
        if (stop == StopReason.Cancelled && deactivating)
        {
            return null;
        }

        var status = stop switch
        {
            StopReason.Length => TurnStatus.Incomplete,
            StopReason.Cancelled => TurnStatus.Cancelled,
            _ => TurnStatus.Completed,
        };
        return answer.Finish(status, stop, time.GetUtcNow(), error: null);
    }

    private static ConversationError Error(Exception e) => e switch
    {
        EngineOverloadedException => new ConversationError(ErrorCodes.Overloaded, e.Message),
        ConversationException refused => new ConversationError(refused.Code, refused.Message),
        _ => new ConversationError(ErrorCodes.Failed, e.Message),
    };
}
