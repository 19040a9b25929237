using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates;

/// <summary>Messages with the values that a template sees of them, in which spellings of special tokens are covered (<see cref="ContentGuard"/>).</summary>
internal sealed class CoveredMessages
{
    private readonly ChatMessage[] messages;

    private CoveredMessages(ChatMessage[] messages, List<object?> values) => (this.messages, Values) = (messages, values);

    /// <summary>A mapping a message.</summary>
    public IReadOnlyList<object?> Values { get; }

    /// <param name="messages">The conversation.</param>
    /// <param name="guard">Covers; null leaves contents as they are.</param>
    /// <param name="former">Covered by the same guard: the values of the messages with which both begin are taken from it.</param>
    public static CoveredMessages Of(IReadOnlyList<ChatMessage> messages, ContentGuard? guard, CoveredMessages? former = null)
    {
        var values = new List<object?>(messages.Count);
        while (former is not null && values.Count < Math.Min(messages.Count, former.messages.Length) && messages[values.Count] == former.messages[values.Count])
        {
            values.Add(former.Values[values.Count]);
        }

        while (values.Count < messages.Count)
        {
            values.Add(Value(guard is null ? messages[values.Count] : guard.Cover(messages[values.Count])));
        }

        return new CoveredMessages([.. messages], values);
    }

    private static Mapping Value(ChatMessage message)
    {
        var value = new Mapping(("role", message.Role), ("content", message.Content));
        if (message.Reasoning is { } reasoning)
        {
            value.Set("reasoning_content", reasoning);
        }

        return value;
    }
}
