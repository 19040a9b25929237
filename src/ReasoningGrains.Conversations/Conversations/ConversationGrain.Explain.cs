using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Conversations.Weights;

namespace ReasoningGrains.Conversations.Conversations;

internal sealed partial class ConversationGrain
{
    public async Task<Explanation> Explain(string? turnId)
    {
        RequireExistence();
        var id = turnId ?? transcript.Weighed?.Turn;
        if (id is null || (turnId is null && transcript.Turn(id) is null))
        {
            throw new ConversationException(ErrorCodes.NotFound, $"No turn of conversation {Id} was weighed yet.");
        }

        var turn = transcript.Turn(id) ?? throw new ConversationException(ErrorCodes.NotFound, $"Conversation {Id} has no turn {id}.");
        if (turn.Status == TurnStatus.Running)
        {
            throw new ConversationException(ErrorCodes.Invalid, $"Turn {id} has not ended yet.");
        }

        if (turn.Model != engine.Model)
        {
            throw new ConversationException(ErrorCodes.Invalid, $"Turn {id} is of {turn.Model}; {engine.Model} is served, to which its blocks mean nothing.");
        }

        var (first, last) = transcript.Entries(id);
        var entries = await journal.Read(Id, 1, last);
        if (((TurnFinished)entries[^1]).Attention is not { } attention)
        {
            throw new ConversationException(ErrorCodes.NotFound, $"Turn {id} was not weighed: it attended every block, failed or was cancelled.");
        }

        var prompt = RenderedPrompt.Of(engine.Template, ItemsAt(entries, first), turn.Options, turn.StartedAt, former: null);
        int[] context = [.. prompt.Tokens, .. entries.Skip((int)first).OfType<TokensGenerated>().SelectMany(t => t.Ids)];
        return new Explanation
        {
            Turn = id,
            Digest = attention.Digest,
            Tokens = context.Length,
            Blocks = [.. attention.Blocks.Select(b => new ExplainedBlock(b.Block, b.Weight, b.Before, BlockText.Of(engine.Tokenizer, context, b.Block)))],
        };
    }

    /// <summary>What a turn saw: items may have come and gone since the entry that began it.</summary>
    /// <param name="entries">From the journal's first on.</param>
    /// <param name="first">Version of that entry.</param>
    private static IReadOnlyList<Item> ItemsAt(IReadOnlyList<JournalEntry> entries, long first)
    {
        var past = new Transcript();
        foreach (var entry in entries.Take((int)first))
        {
            past.Apply(entry);
        }

        return past.Items;
    }
}
