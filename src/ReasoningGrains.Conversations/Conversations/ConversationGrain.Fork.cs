using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Weights;

namespace ReasoningGrains.Conversations.Conversations;

internal sealed partial class ConversationGrain : IHeirGrain
{
    public async Task<ConversationInfo> Fork(string newId, string? afterTurn)
    {
        RequireExistence();
        if (afterTurn is not null && transcript.Turn(afterTurn) is null or { Status: TurnStatus.Running })
        {
            throw new ConversationException(ErrorCodes.NotFound, $"Conversation {Id} has no finished turn {afterTurn}.");
        }

        var entries = await journal.Read(Id);
        var version = afterTurn is null ? entries.Count : transcript.Entries(afterTurn).Last;
        var past = new Transcript();
        // As it was then, without what was removed since.
        foreach (var entry in entries.Where((entry, i) => i < version || entry is TurnRemoved or ItemRemoved))
        {
            past.Apply(entry);
        }

        return await GrainFactory.GetGrain<IHeirGrain>(newId).Inherit(new Heritage
        {
            Parent = Id,
            Version = version,
            Metadata = past.Metadata,
            Items = [.. past.Items],
            Lineage = past.Lineage,
            Weights = WeightsAt(past)?.State(engine.Model),
        });
    }

    public async Task<ConversationInfo> Inherit(Heritage heritage)
    {
        if (transcript.Version > 0)
        {
            throw new ConversationException(ErrorCodes.Invalid, $"Conversation {Id} exists already.");
        }

        var now = time.GetUtcNow();
        var kept = heritage.Weights is { } state ? KeptWeights.Read(state) : null;
        var forked = new Forked
        {
            Time = now,
            Parent = heritage.Parent,
            Version = heritage.Version,
            Lineage = heritage.Lineage,
            Weights = kept is null ? null : new WeightsMark(kept.Turn, kept.W.Digest),
        };
        await Append([new Created { Time = now, Metadata = heritage.Metadata }, forked, new ItemsAdded { Time = now, Items = heritage.Items }]);
        Keep(kept, before: null);
        await keeping;
        return Info();
    }

    /// <summary>W after a turn. Of the last turn it is what it is; there is none of an older one, so what today's W says about the blocks of then is taken.</summary>
    private KeptWeights? WeightsAt(Transcript past)
        => past.Head?.Id == transcript.Head?.Id ? weights
        : weights?.For(engine.Template.Encode(Prompt.Messages(past.Items, past.Head?.Options.Instructions), addGenerationPrompt: false));
}
