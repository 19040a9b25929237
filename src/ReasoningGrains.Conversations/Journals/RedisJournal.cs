using StackExchange.Redis;

namespace ReasoningGrains.Conversations.Journals;

/// <summary>
/// The journal in Redis: a stream a conversation, whose length is the version. One script checks the length and appends, so it is one command and
/// atomic. What an append survives is what Redis is set to: with <c>appendfsync always</c> the loss of the machine.
/// </summary>
internal sealed class RedisJournal(IConnectionMultiplexer redis) : IJournal
{
    private const string Prefix = "reasoninggrains:journal:";
    private const string UnfinishedKey = "reasoninggrains:unfinished";
    private const string Payload = "payload";

    /// <summary>KEYS: stream, set of unfinished. ARGV: expected length, conversation, 1 begins / -1 ends a turn / -2 deletes / 0 none of them, payloads. Returns -1, or the length found.</summary>
    private const string Script = """
        local length = redis.call('XLEN', KEYS[1])
        if length ~= tonumber(ARGV[1]) then return length end
        for i = 4, #ARGV do redis.call('XADD', KEYS[1], (length + i - 3) .. '-0', 'payload', ARGV[i]) end
        if ARGV[3] == '-2' then redis.call('DEL', KEYS[1]) end
        if ARGV[3] == '1' then redis.call('SADD', KEYS[2], ARGV[2]) elseif ARGV[3] ~= '0' then redis.call('SREM', KEYS[2], ARGV[2]) end
        return -1
        """;

    public async Task<IReadOnlyList<JournalEntry>> Read(string conversation, long from = 1, long to = long.MaxValue)
    {
        var entries = await redis.GetDatabase().StreamRangeAsync(Prefix + conversation, $"{from}-0", to == long.MaxValue ? "+" : $"{to}-0");
        return [.. entries.Select((entry, i) => JournalJson.Read(conversation, from + i, (byte[]?)entry[Payload] ?? throw new JournalDamagedException(conversation, from + i, "it has no payload")))];
    }

    public async Task Append(string conversation, long expectedVersion, IReadOnlyList<JournalEntry> entries)
    {
        RedisValue[] arguments = [expectedVersion, conversation, Mark(entries), .. entries.Select(e => (RedisValue)JournalJson.Write(e))];
        var found = (long)await redis.GetDatabase().ScriptEvaluateAsync(Script, [Prefix + conversation, UnfinishedKey], arguments);
        if (found >= 0)
        {
            throw new VersionConflictException(conversation, expectedVersion, found);
        }
    }

    public async Task<IReadOnlyList<string>> Unfinished() => [.. (await redis.GetDatabase().SetMembersAsync(UnfinishedKey)).Select(v => v.ToString())];

    private static int Mark(IReadOnlyList<JournalEntry> entries) => entries.LastOrDefault(e => e is TurnBegun or TurnFinished { Transient: not true } or Deleted) switch
    {
        null => 0,
        TurnBegun => 1,
        Deleted => -2,
        _ => -1,
    };
}
