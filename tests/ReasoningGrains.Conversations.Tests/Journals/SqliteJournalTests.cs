using Microsoft.Data.Sqlite;
using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Tests.Journals;

public sealed class SqliteJournalTests : JournalTests
{
    private protected override async Task With(Func<IJournal, Task> test)
    {
        var folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
        await using (var journal = new SqliteJournal(Path.Combine(folder, "journal.db")))
        {
            await test(journal);
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("UPDATE journal SET payload = zeroblob(10) WHERE conversation = 'a' AND version = 2", "checksum")]
    [InlineData("DELETE FROM journal WHERE conversation = 'a' AND version = 1", "missing")]
    public async Task Damage_is_said_and_other_conversations_are_whole(string damage, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
        var path = Path.Combine(folder, "journal.db");
        await using var journal = new SqliteJournal(path);
        await journal.Append("a", 0, [Created(), Begun("t")]);
        await journal.Append("b", 0, [Created(), Begun("t")]);
        await using (var connection = new SqliteConnection($"Data Source={path}"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = damage;
            Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        var error = await Assert.ThrowsAsync<JournalDamagedException>(() => journal.Read("a"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await journal.Read("b")).Count);
    }

    [Fact]
    public async Task A_second_server_is_refused_until_the_first_has_ended()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("reasoninggrains-").FullName, "journal.db");
        await using (new SqliteJournal(path))
        {
            var refused = Assert.Throws<StorageInUseException>(() => new SqliteJournal(path));
            Assert.Contains(Path.GetDirectoryName(path)!, refused.Message, StringComparison.Ordinal);
        }

        await using var next = new SqliteJournal(path);
        Assert.Empty(await next.Unfinished());
    }

    [Fact]
    public void A_journal_of_format_1_opens()
    {
        // Written by hand from the format's description.
        string[] lines =
        [
            """{"kind":"created","time":"2026-11-24T12:00:00+00:00","metadata":{"a":"b"}}""",
            """{"kind":"turn_started","time":"2026-11-24T12:00:01+00:00","turn":"t1","model":"m","input":[{"id":"i1","kind":"Message","role":"user","text":"Hello"}],"options":{"temperature":0.5,"when_busy":"Wait","priority":0},"seed":7,"digest":"d"}""",
            """{"kind":"tokens","time":"2026-11-24T12:00:02+00:00","turn":"t1","ids":[5,6]}""",
            """{"kind":"turn_finished","time":"2026-11-24T12:00:03+00:00","turn":"t1","status":"Completed","stop_reason":"EndOfTurn","output":[{"id":"o1","kind":"Message","role":"assistant","text":"Hi"}],"usage":{"input_tokens":3,"cached_tokens":1,"output_tokens":2,"reasoning_tokens":0}}""",
        ];
        var transcript = new ReasoningGrains.Conversations.Conversations.Transcript();
        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            transcript.Apply(JournalJson.Read("c", i + 1, System.Text.Encoding.UTF8.GetBytes(line)));
        }

        Assert.Equal(["Hello", "Hi"], transcript.Items.Select(i => i.Text));
        Assert.Equal(new Usage(3, 1, 2, 0), transcript.LastTurn!.Usage);
        Assert.Equal(4, transcript.Version);
        Assert.Null(transcript.Running);
    }
}
