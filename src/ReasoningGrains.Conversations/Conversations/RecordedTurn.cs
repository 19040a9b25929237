namespace ReasoningGrains.Conversations.Conversations;

/// <summary>The events of a turn that has ended, from its record: one delta for each item.</summary>
internal static class RecordedTurn
{
    public static IEnumerable<TurnEvent> Events(Turn turn)
    {
        var sequence = 0;
        yield return new TurnStarted { Sequence = sequence++, Turn = turn with { Status = TurnStatus.Running, Output = [], StopReason = null, FinishedAt = null, Usage = default } };
        foreach (var item in turn.Output)
        {
            yield return new TurnDelta { Sequence = sequence++, ItemId = item.Id, Kind = item.Kind, Text = item.Text };
        }

        yield return new TurnEnded { Sequence = sequence, Turn = turn };
    }
}
