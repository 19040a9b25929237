using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Weights;

namespace ReasoningGrains.Conversations.Conversations;

internal sealed partial class ConversationGrain
{
    private KeptWeights? weights;

    /// <summary>W of another beginning, which a turn with instructions of its own has for itself alone; after a restart only the newest is there.</summary>
    private KeptWeights? ofOtherBeginning;
    private Task keeping = Task.CompletedTask;

    public Task<WeightsNow> Weights()
    {
        RequireExistence();
        var kept = weights ?? throw new ConversationException(ErrorCodes.NotFound, $"No turn of conversation {Id} was weighed yet.");
        return Task.FromResult(new WeightsNow
        {
            Turn = kept.Turn,
            Digest = kept.W.Digest,
            Tokens = kept.W.Tokens,
            Blocks = [.. kept.W.Heaviest().Select(b => new BlockWeight(b.Block, b.Weight))],
        });
    }

    /// <summary>Takes up W where the last activation left it. One that is older than the journal says is still W of a former turn.</summary>
    private void LoadWeights()
    {
        if (transcript.Weighed is not { } last)
        {
            return;
        }

        try
        {
            if (!weightsState.RecordExists)
            {
                Log.WeightsLost(log, Id, last.Turn, null);
            }
            else if (weightsState.State.Model != engine.Model)
            {
                Log.WeightsOfAnotherModel(log, Id, weightsState.State.Model, engine.Model);
            }
            else
            {
                weights = KeptWeights.Read(weightsState.State);
                if (weightsState.State.Digest != last.Digest)
                {
                    Log.WeightsOlder(log, Id, weightsState.State.Turn, last.Turn);
                }
            }
        }
        catch (FormatException e)
        {
            Log.WeightsLost(log, Id, last.Turn, e);
        }
    }

    /// <summary>What a turn left, to be kept once the turn is journalled; null when it left nothing.</summary>
    private KeptWeights? Weighed(TurnFinished finished, RenderedPrompt prompt, Weighing weighing)
        => finished.Status == TurnStatus.Failed || weighing.Now is not { } now ? null
        : KeptWeights.After(finished.Turn, now, prompt.Tokens, CollectionsMarshal.AsSpan(transcript.Generated), weighing.Before);

    /// <summary>W_{t-1} of a context: of what is kept, that which is of more of it.</summary>
    private KeptWeights? WeightsFor(ReadOnlySpan<int> context)
    {
        var (kept, other) = (weights?.For(context), ofOtherBeginning?.For(context));
        return kept is not null && kept.W.Tokens >= (other?.W.Tokens ?? 0) ? kept : other;
    }

    /// <summary>Takes W over at once and writes it beside what follows: nobody waits for it, and a process that is killed meanwhile goes on from the W before.</summary>
    /// <param name="next">What the turn left.</param>
    /// <param name="before">W_{t-1} that it began with.</param>
    private void Keep(KeptWeights? next, KeptWeights? before)
    {
        if (next is not null)
        {
            // What it did not go on from is W of what the next turn may begin with again.
            ofOtherBeginning = weights is not null && before?.Turn != weights.Turn ? weights : ofOtherBeginning;
            weights = next;
            keeping = Write(next, keeping);
        }
    }

    private async Task Write(KeptWeights next, Task former)
    {
        await former;
        try
        {
            weightsState.State = next.State(engine.Model);
            await weightsState.WriteStateAsync();
        }
        catch (Exception e)
        {
            Log.WeightsNotSaved(log, Id, next.Turn, e);
        }
    }

    private async Task ForgetWeights()
    {
        weights = ofOtherBeginning = null;
        await keeping;
        if (weightsState.RecordExists)
        {
            await weightsState.ClearStateAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6, LogLevel.Warning, "Conversation {Conversation}: W that turn {Turn} left could not be read; the next turns measure it anew")]
        public static partial void WeightsLost(ILogger log, string conversation, string turn, Exception? reason);

        [LoggerMessage(7, LogLevel.Warning, "Conversation {Conversation}: the W that was kept is of turn {Kept}, not of {Turn}; it goes on from there")]
        public static partial void WeightsOlder(ILogger log, string conversation, string kept, string turn);

        [LoggerMessage(8, LogLevel.Warning, "Conversation {Conversation}: the W that was kept is of model {Kept}, not of {Model}; the next turns measure it anew")]
        public static partial void WeightsOfAnotherModel(ILogger log, string conversation, string kept, string model);

        [LoggerMessage(9, LogLevel.Warning, "Conversation {Conversation}: W of turn {Turn} could not be saved; after a restart an older one is taken")]
        public static partial void WeightsNotSaved(ILogger log, string conversation, string turn, Exception reason);
    }
}
