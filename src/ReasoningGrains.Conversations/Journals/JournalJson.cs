using System.Text.Json;
using System.Text.Json.Serialization;

using ReasoningGrains.Conversations.Conversations;

namespace ReasoningGrains.Conversations.Journals;

[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(TurnRequest))]
[JsonSerializable(typeof(TranscriptState))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
internal sealed partial class JournalJson : JsonSerializerContext
{
    public static byte[] Write(JournalEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, Default.JournalEntry);

    /// <exception cref="JournalDamagedException">It is not an entry.</exception>
    public static JournalEntry Read(string conversation, long version, ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, Default.JournalEntry) ?? throw new JournalDamagedException(conversation, version, "it is null");
        }
        catch (JsonException e)
        {
            throw new JournalDamagedException(conversation, version, e.Message);
        }
    }
}
