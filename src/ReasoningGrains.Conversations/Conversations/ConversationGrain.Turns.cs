using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Weights;
using ReasoningGrains.Conversations.Workers;

namespace ReasoningGrains.Conversations.Conversations;

internal sealed partial class ConversationGrain
{
    public async IAsyncEnumerable<TurnEvent> RunTurn(TurnRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var digest = Digest(request);
        if (!IsKnown(request.TurnId, digest))
        {
            await Enter(request, cancellation);
            await Start(request, digest);
        }

        await foreach (var next in Follow(request.TurnId, 0, cancellation))
        {
            yield return next;
        }
    }

    public async IAsyncEnumerable<TurnEvent> Follow(string turnId, int fromSequence, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (run?.Id == turnId)
        {
            await foreach (var next in run.Follow(fromSequence, cancellation))
            {
                yield return next;
            }

            yield break;
        }

        var turn = transcript.Turn(turnId) ?? throw new ConversationException(ErrorCodes.NotFound, $"Conversation {Id} has no turn {turnId}.");
        var (first, last) = transcript.Entries(turnId);
        var entries = await journal.Read(Id, first, last);
        foreach (var next in RecordedTurn.Events(turn, entries, engine).Skip(fromSequence))
        {
            yield return next;
        }
    }

    public async Task<Turn> Cancel(string turnId)
    {
        // Another turn may begin while this one ends.
        if (run is { } current && current.Id == turnId)
        {
            await current.Cancellation.CancelAsync();
            return await current.Ended;
        }

        return transcript.Turn(turnId) ?? throw new ConversationException(ErrorCodes.NotFound, $"Conversation {Id} has no turn {turnId}.");
    }

    public async Task RemoveTurn(string turnId)
    {
        RequireExistence();
        await Cancel(turnId);
        await Append([new TurnRemoved { Time = time.GetUtcNow(), Turn = turnId }]);
    }

    public Task<Turn?> FindTurn(string turnId) => Task.FromResult(transcript.Turn(turnId));

    /// <summary>Whether the turn runs or has run. One that failed left nothing and may be asked for again.</summary>
    /// <exception cref="ConversationException">It was asked for with another body.</exception>
    private bool IsKnown(string turnId, string digest) => transcript.Turn(turnId) is not null and not { Status: TurnStatus.Failed }
        && (transcript.Digest(turnId) == digest ? true : throw new ConversationException(ErrorCodes.IdempotencyConflict, $"Turn {turnId} was asked for before with another body."));

    /// <summary>Hash of what is asked; ids of items and how to wait are not part of it, for a retry makes them anew.</summary>
    private static string Digest(TurnRequest request)
    {
        var asked = request with { Input = [.. request.Input.Select(i => i with { Id = "" })], Options = request.Options with { WhenBusy = default }, AfterTurn = null, Transient = null };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, JournalJson.Default.TurnRequest)));
    }

    /// <summary>Waits for the turn that runs, or refuses: turns are never interleaved.</summary>
    private async Task Enter(TurnRequest request, CancellationToken cancellation)
    {
        if (request.Options.WhenBusy == BusyPolicy.Refuse)
        {
            if (!await turnGate.WaitAsync(0, cancellation))
            {
                throw new ConversationException(ErrorCodes.Busy, $"Turn {run?.Id} runs on conversation {Id}; wait for its end or cancel it.");
            }
        }
        else
        {
            await turnGate.WaitAsync(cancellation);
        }
    }

    /// <summary>Journals the turn and sets it going; on any refusal the gate opens again and nothing was journalled. A turn that somebody else asked for meanwhile is not begun twice.</summary>
    private async Task Start(TurnRequest request, string digest)
    {
        RenderedPrompt prompt;
        try
        {
            // What is being added comes before the turn, in the journal and in its prompt.
            await lastAppend.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (IsKnown(request.TurnId, digest))
            {
                turnGate.Release();
                return;
            }

            if (transcript.IsDeleted)
            {
                throw new ConversationException(ErrorCodes.NotFound, $"There is no conversation {Id}.");
            }

            if (transcript.Running is { } cut)
            {
                // This silo is stopping: what it cut off goes on elsewhere first.
                throw new ConversationException(ErrorCodes.Busy, $"Turn {cut.Id} of conversation {Id} was cut off and goes on in a moment; ask again.");
            }

            if (request.AfterTurn is not null && transcript.Head?.Id != request.AfterTurn)
            {
                throw new ConversationException(ErrorCodes.HeadMoved, $"Turn {request.AfterTurn} is not the last one of conversation {Id}.");
            }

            var attention = routing.Complete(request.Options.Attention);
            var attended = RoutingChoice.Of(attention);
            var now = time.GetUtcNow();
            prompt = Render(transcript.Items.Concat(request.Input), request.Options, now);
            RequireRoom(prompt.Tokens.Length, attended);
            var begun = new TurnBegun
            {
                Time = now,
                Turn = request.TurnId,
                Model = engine.Model,
                Input = request.Input,
                // As they are today: a file or a setting that changes does not change what a restart goes on with.
                Options = SamplingChoice.Complete(request.Options, engine.Sampling) with { Attention = attention },
                Seed = request.Options.Seed ?? Random.Shared.NextInt64(),
                Thinking = prompt.Thinking,
                Lineage = transcript.Lineage is null ? RoutingChoice.Lineage(attended) : null,
                Transient = request.Transient,
                Digest = digest,
            };
            await Append(transcript.Version == 0 ? [new Created { Time = now, Metadata = new Dictionary<string, string>() }, begun] : [begun]);
        }
        catch
        {
            turnGate.Release();
            throw;
        }

        Begin(transcript.Running!, prompt);
    }

    private void RequireRoom(int tokens, RoutingOptions attended)
    {
        var longest = engine.LongestContext(attended);
        if (tokens >= longest)
        {
            var exact = attended.IsExact ? " with the attention profile exact" : "";
            throw new ConversationException(ErrorCodes.ContextTooLong, $"The conversation has {tokens} tokens; {engine.Model} takes at most {longest - 1} and its answer{exact}.");
        }
    }
}
