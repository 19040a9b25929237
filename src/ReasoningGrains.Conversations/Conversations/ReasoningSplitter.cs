namespace ReasoningGrains.Conversations.Conversations;

/// <summary>Separates the thinking between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c> from the answer, whatever the cuts of the stream.</summary>
/// <param name="open">The prompt has opened the thinking already.</param>
internal sealed class ReasoningSplitter(bool open)
{
    private const string Opening = "<think>";
    private const string Closing = "</think>";
    private string held = "";
    private State state = open ? State.Thinking : State.Start;

    private enum State
    {
        Start,
        Thinking,
        AfterThinking,
        Answering,
    }

    /// <summary>What was split off last was thinking, or no answer has begun.</summary>
    public bool IsThinking => state == State.Thinking;

    /// <summary>Thinking begins at once.</summary>
    public static bool Opens(string prompt) => prompt.TrimEnd().EndsWith(Opening, StringComparison.Ordinal);

    public IEnumerable<(ItemKind Kind, string Text)> Append(string text)
    {
        held += text;
        while (held.Length > 0 && Next() is { } part)
        {
            if (part.Text.Length > 0)
            {
                yield return part;
            }
        }
    }

    /// <summary>What was held back because it could have become a mark.</summary>
    public IEnumerable<(ItemKind Kind, string Text)> Flush()
    {
        if (held.Length > 0)
        {
            yield return (state == State.Thinking ? ItemKind.Reasoning : ItemKind.Message, held);
            held = "";
        }
    }

    private (ItemKind Kind, string Text)? Next()
    {
        switch (state)
        {
            case State.Start when held.TrimStart() is var trimmed && (trimmed.Length == 0 || Opening.StartsWith(trimmed, StringComparison.Ordinal) && trimmed != Opening):
                return null;
            case State.Start:
                var thinks = held.TrimStart().StartsWith(Opening, StringComparison.Ordinal);
                held = thinks ? held.TrimStart()[Opening.Length..] : held;
                state = thinks ? State.Thinking : State.Answering;
                return (ItemKind.Message, "");
            case State.Thinking:
                return Think();
            case State.AfterThinking:
                // The blank lines between thinking and answer belong to neither.
                held = held.TrimStart();
                state = held.Length > 0 ? State.Answering : state;
                return held.Length > 0 ? (ItemKind.Message, "") : null;
            default:
                return Take(ItemKind.Message, held.Length);
        }
    }

    private (ItemKind Kind, string Text)? Think()
    {
        var end = held.IndexOf(Closing, StringComparison.Ordinal);
        if (end >= 0)
        {
            var thinking = held[..end];
            held = held[(end + Closing.Length)..];
            state = State.AfterThinking;
            return (ItemKind.Reasoning, thinking);
        }

        var keep = Math.Min(held.Length, Closing.Length - 1);
        while (keep > 0 && !Closing.StartsWith(held[^keep..], StringComparison.Ordinal))
        {
            keep--;
        }

        return held.Length > keep ? Take(ItemKind.Reasoning, held.Length - keep) : null;
    }

    private (ItemKind Kind, string Text) Take(ItemKind kind, int length)
    {
        var text = held[..length];
        held = held[length..];
        return (kind, text);
    }
}
