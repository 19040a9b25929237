using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using ReasoningGrains.Conversations.Conversations;
using ReasoningGrains.Conversations.Snapshots;

namespace ReasoningGrains.Conversations.Tests.Snapshots;

public sealed class SqliteGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("conversation", "c");
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
    private readonly SqliteGrainStorage storage;

    public SqliteGrainStorageTests() => storage = Open();

    [Fact]
    public async Task What_was_written_is_read_by_the_next_process()
    {
        var written = await Write([1, 2, 3]);
        var read = new GrainState<ConversationSnapshot>();
        await Open().ReadStateAsync("transcript", Grain, read);
        Assert.Equal((written.ETag, true), (read.ETag, read.RecordExists));
        Assert.Equal([1, 2, 3], read.State!.Transcript);
    }

    [Fact]
    public async Task An_activation_with_an_old_etag_is_refused()
    {
        var mine = await Write([1]);
        var other = new GrainState<ConversationSnapshot>();
        await storage.ReadStateAsync("transcript", Grain, other);
        await storage.WriteStateAsync("transcript", Grain, other);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("transcript", Grain, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("transcript", Grain, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write([9]));
    }

    [Fact]
    public async Task A_damaged_state_is_as_good_as_none_and_is_written_over()
    {
        await Write([1, 2, 3]);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "snapshots.db")}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE state SET payload = x'ffffffffffffff'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        var read = new GrainState<ConversationSnapshot>();
        await storage.ReadStateAsync("transcript", Grain, read);
        Assert.False(read.RecordExists);
        read.State = new ConversationSnapshot { Version = 2, Transcript = [4] };
        await storage.WriteStateAsync("transcript", Grain, read);
        await storage.ReadStateAsync("transcript", Grain, read);
        Assert.Equal([4], read.State.Transcript);
    }

    [Fact]
    public async Task What_is_cleared_can_be_written_anew()
    {
        var state = await Write([1]);
        await storage.ClearStateAsync("transcript", Grain, state);
        Assert.False(state.RecordExists);
        await Write([2]);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<GrainState<ConversationSnapshot>> Write(byte[] transcript)
    {
        var state = new GrainState<ConversationSnapshot>(new ConversationSnapshot { Version = 1, Transcript = transcript });
        await storage.WriteStateAsync("transcript", Grain, state);
        return state;
    }

    private SqliteGrainStorage Open()
        => new(Path.Combine(folder, "snapshots.db"), new OrleansGrainStorageSerializer(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>()), NullLogger<SqliteGrainStorage>.Instance);
}
