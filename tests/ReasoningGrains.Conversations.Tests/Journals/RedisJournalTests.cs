using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Tests.Journals;

public sealed class RedisJournalTests : JournalTests
{
    private protected override async Task With(Func<IJournal, Task> test)
    {
        await using var server = new RedisServer();
        await using var connection = await server.Start();
        await test(new RedisJournal(connection));
    }

    [Fact]
    public async Task What_was_appended_survives_a_kill_of_redis()
    {
        await using var server = new RedisServer();
        await using (var connection = await server.Start())
        {
            await new RedisJournal(connection).Append("c", 0, [Created(), Begun("t")]);
            await server.Kill();
        }

        await using var again = await server.Start();
        Assert.Equal(2, (await new RedisJournal(again).Read("c")).Count);
    }
}
