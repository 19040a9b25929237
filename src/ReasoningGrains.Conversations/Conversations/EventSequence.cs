namespace ReasoningGrains.Conversations.Conversations;

/// <summary>Numbers a turn's events and names the items that they add to.</summary>
internal sealed class EventSequence(string turn)
{
    private int next;

    public TurnStarted Started(Turn state) => new() { Sequence = next++, Turn = state };

    public TurnDelta Next(Delta delta) => new() { Sequence = next++, ItemId = ItemId(delta.Kind), Kind = delta.Kind, Text = delta.Text, LogProbs = delta.LogProbs };

    public TurnEnded Ended(Turn state) => new() { Sequence = next++, Turn = state };

    public string ItemId(ItemKind kind) => $"{(kind == ItemKind.Reasoning ? "rs" : "msg")}_{turn}";
}
