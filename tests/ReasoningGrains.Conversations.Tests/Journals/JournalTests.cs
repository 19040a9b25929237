using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Tests.Journals;

/// <summary>What every journal promises.</summary>
public abstract class JournalTests
{
    private protected static readonly DateTimeOffset Time = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public Task Entries_come_back_as_they_were_appended() => With(async journal =>
    {
        JournalEntry[] entries = [Created(), Begun("t1"), new TokensGenerated { Time = Time, Turn = "t1", Ids = [1, 2, 3] }, Finished("t1")];
        await journal.Append("c", 0, entries[..2]);
        await journal.Append("c", 2, entries[2..]);
        await journal.Append("other", 0, [Created()]);
        var read = await journal.Read("c");
        Assert.Equivalent(entries, read, strict: true);
        Assert.Empty(await journal.Read("none"));
    });

    [Fact]
    public Task An_append_to_another_version_changes_nothing() => With(async journal =>
    {
        await journal.Append("c", 0, [Created()]);
        await Assert.ThrowsAsync<VersionConflictException>(() => journal.Append("c", 0, [Created()]));
        await Assert.ThrowsAsync<VersionConflictException>(() => journal.Append("c", 2, [Created()]));
        Assert.Single(await journal.Read("c"));
    });

    [Fact]
    public Task Of_many_writers_to_one_version_one_wins() => With(async journal =>
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await journal.Append("c", 0, [Created(), Begun("t")]);
                return true;
            }
            catch (VersionConflictException)
            {
                return false;
            }
        }));
        Assert.Single(results, won => won);
        Assert.Equal(2, (await journal.Read("c")).Count);
    });

    [Fact]
    public Task Unfinished_turns_are_known() => With(async journal =>
    {
        await journal.Append("a", 0, [Created(), Begun("t")]);
        await journal.Append("b", 0, [Created(), Begun("t")]);
        Assert.Equal(["a", "b"], (await journal.Unfinished()).Order());
        await journal.Append("a", 2, [Finished("t")]);
        Assert.Equal(["b"], await journal.Unfinished());
    });

    [Fact]
    public Task What_is_deleted_leaves_nothing_behind() => With(async journal =>
    {
        await journal.Append("c", 0, [Created(), Begun("t")]);
        await journal.Append("c", 2, [new Deleted { Time = Time }]);
        Assert.Empty(await journal.Read("c"));
        Assert.Empty(await journal.Unfinished());
        await journal.Append("c", 0, [Created()]);
        Assert.Single(await journal.Read("c"));
    });

    [Fact]
    public Task Many_conversations_append_at_once() => With(async journal =>
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            for (var version = 0; version < 5; version++)
            {
                await journal.Append($"c{i}", version, [Created()]);
            }
        }));
        Assert.Equal(5, (await journal.Read("c123")).Count);
    });

    private protected abstract Task With(Func<IJournal, Task> test);

    private protected static Created Created() => new() { Time = Time, Metadata = new Dictionary<string, string> { ["topic"] = "täst \u0000 😀" } };

    private protected static TurnBegun Begun(string turn) => new()
    {
        Time = Time,
        Turn = turn,
        Model = "m",
        Input = [new Item { Id = "i", Kind = ItemKind.Message, Role = "user", Text = "Hello" }],
        Options = new TurnOptions { Temperature = 0.5f, LogitBias = new Dictionary<int, float> { [3] = 1 }, Stop = ["x"] },
        Seed = long.MaxValue,
        Digest = "d",
    };

    private protected static TurnFinished Finished(string turn) => new()
    {
        Time = Time,
        Turn = turn,
        Status = TurnStatus.Completed,
        StopReason = StopReason.EndOfTurn,
        Output = [new Item { Id = "o", Kind = ItemKind.Reasoning, Role = "assistant", Text = "Hm" }],
        Usage = new Usage(1, 2, 3, 4),
    };
}
