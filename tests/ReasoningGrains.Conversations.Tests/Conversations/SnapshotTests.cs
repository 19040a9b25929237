using Microsoft.Data.Sqlite;
using ReasoningGrains.Conversations.Tests.Journals;
using StackExchange.Redis;

namespace ReasoningGrains.Conversations.Tests.Conversations;

public sealed class SnapshotTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_conversation_is_read_from_its_snapshot_on()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var before = await Talk(silo, 30);
        await silo.Stop();
        // If the beginning of the journal were read, this would be found.
        Execute("journal.db", "UPDATE journal SET payload = x'00' WHERE version = 3");
        await silo.Start();
        Assert.Equal(before, await silo.Conversation("c").Items());
        Assert.Equal(30, (await silo.Conversation("c").Describe())!.Turns);
    }

    [Fact]
    public async Task A_lost_or_foreign_snapshot_costs_nothing_but_time()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var before = await Talk(silo, 30);
        await silo.Stop();
        Assert.Equal(1L, Execute("snapshots.db", "SELECT COUNT(*) FROM state WHERE name = 'transcript'"));
        Execute("snapshots.db", "DELETE FROM state");
        await silo.Start();
        Assert.Equal(before, await silo.Conversation("c").Items());
        await silo.Stop();
        // The journal lost its end, as a restored backup would have: the snapshot is ahead of it.
        Execute("journal.db", "DELETE FROM journal WHERE version > 10; DELETE FROM unfinished");
        await silo.Start();
        Assert.Equal(10, (await silo.Conversation("c").Describe())!.Version);
    }

    [Fact]
    public async Task A_deleted_conversation_leaves_no_state()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        await Talk(silo, 30);
        await silo.Stop();
        await silo.Start();
        await silo.Conversation("c").Delete();
        Assert.Equal(0L, Execute("snapshots.db", "SELECT COUNT(*) FROM state"));
    }

    [Fact]
    public async Task A_deleted_conversation_leaves_no_state_in_Redis()
    {
        await using var server = new RedisServer();
        await using var connection = await server.Start();
        await using var silo = TestSilo.Null(new StorageOptions { Kind = StorageOptions.RedisKind, Redis = $"127.0.0.1:{server.Port}" });
        await silo.Start();
        await Talk(silo, 30);
        await silo.Stop();
        await silo.Start();
        Assert.Equal(2, States(connection, server).Count);
        await silo.Conversation("c").Delete();
        Assert.Empty(States(connection, server));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<IReadOnlyList<Item>> Talk(TestSilo silo, int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            var request = new TurnRequest
            {
                TurnId = $"t{i}",
                Input = [new Item { Id = $"in{i}", Kind = ItemKind.Message, Role = "user", Text = $"Turn {i}" }],
                Options = new TurnOptions { MaxOutputTokens = 3, Temperature = 0 },
            };
            await silo.Conversation("c").RunTurn(request, Token).LastAsync(Token);
        }

        return await silo.Conversation("c").Items();
    }

    private static List<string> States(ConnectionMultiplexer connection, RedisServer server)
        => [.. connection.GetServer("127.0.0.1", server.Port).Keys().Select(key => $"{key}").Where(key => key.Contains("transcript", StringComparison.Ordinal) || key.Contains("weights", StringComparison.Ordinal))];

    private object? Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, file)}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
