using Microsoft.Data.Sqlite;

namespace ReasoningGrains.Conversations.Tests.Weights;

/// <summary>W_t of conversations with SmolLM2.</summary>
public sealed class WeightsTests : IDisposable
{
    private const string Story = "The lighthouse keeper wrote in her diary each evening: the number of ships, the colour of the sea, the direction of the wind and what the gulls had stolen. " +
        "On Monday she counted seven ships and the wind came from the north. On Tuesday there was fog, and she heard bells. The secret word of the week is banana. " +
        "On Wednesday a sailor brought her oranges and a letter from her brother, who lives in a town behind the mountains and repairs clocks.";

    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task W_is_carried_from_turn_to_turn_explained_and_kept_over_a_restart()
    {
        await using var silo = TestSilo.Real(folder);
        await silo.Start();
        var conversation = silo.Conversation("c");
        await Run(silo, "c", "t1", Story);
        var first = await conversation.Explain(null);
        Assert.Equal("t1", first.Turn);
        Assert.All(first.Blocks, b => Assert.Equal(0, b.Before));
        Assert.Contains(first.Blocks, b => b.Text.Contains("lighthouse", StringComparison.Ordinal));
        Assert.Equal(first.Digest, (await conversation.Weights()).Digest);

        // Almost all of W_{t-1} stays.
        await Run(silo, "c", "t2", "What is the secret word?", new AttentionOptions { Alpha = 0.95f });
        var second = await conversation.Explain("t2");
        Assert.Equal(first.Blocks.ToDictionary(b => b.Block, b => b.Weight), second.Blocks.Where(b => b.Before > 0).ToDictionary(b => b.Block, b => b.Before));
        Assert.True(second.Blocks.Sum(b => Math.Abs(b.Weight - b.Before)) < 0.15);
        Assert.Equal(1, (await conversation.Weights()).Blocks.Sum(b => b.Weight), 0.01);

        var before = await conversation.Weights();
        await silo.Stop();
        await silo.Start();
        conversation = silo.Conversation("c");
        Assert.Equivalent(before, await conversation.Weights());
        Assert.Equivalent(first, await conversation.Explain("t1"));

        // A turn that attends everything leaves W as it is.
        await Run(silo, "c", "t3", "Thank you.", new AttentionOptions { Profile = AttentionOptions.Exact });
        Assert.Equivalent(before, await conversation.Weights());
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ConversationException>(() => conversation.Explain("t3"))).Code);
        await Run(silo, "c", "t4", "Go on.");
        Assert.Contains((await conversation.Explain(null)).Blocks, b => b.Before > 0);
    }

    [Fact]
    public async Task A_turn_with_instructions_of_its_own_has_a_W_of_its_own()
    {
        await using var silo = TestSilo.Real(folder);
        await silo.Start();
        var conversation = silo.Conversation("c");
        await Run(silo, "c", "t1", Story);
        var first = await conversation.Explain("t1");
        await Run(silo, "c", "t2", "What is the secret word?", instructions: "You answer in one word.");
        Assert.All((await conversation.Explain("t2")).Blocks, b => Assert.Equal(0, b.Before));
        await Run(silo, "c", "t3", "Who wrote it?");
        var third = await conversation.Explain("t3");
        Assert.Equal(first.Blocks.ToDictionary(b => b.Block, b => b.Weight), third.Blocks.Where(b => b.Before > 0).ToDictionary(b => b.Block, b => b.Before));
    }

    [Fact]
    public async Task A_fork_takes_over_W()
    {
        await using var silo = TestSilo.Real(folder);
        await silo.Start();
        await Run(silo, "c", "t1", Story);
        await Run(silo, "c", "t2", Story + " And what happened on Thursday?");
        var parent = await silo.Conversation("c").Weights();
        await silo.Conversation("c").Fork("same", null);
        Assert.Equivalent(parent, await silo.Conversation("same").Weights());

        await silo.Conversation("c").Fork("older", "t1");
        var older = await silo.Conversation("older").Weights();
        Assert.InRange(older.Tokens, 1, parent.Tokens / 2 + 32);
        Assert.All(older.Blocks, b => Assert.Contains(b, parent.Blocks));

        await silo.Stop();
        await silo.Start();
        Assert.Equivalent(parent, await silo.Conversation("same").Weights());
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ConversationException>(() => silo.Conversation("same").Explain(null))).Code);
        await Run(silo, "same", "t3", "Go on.");
        Assert.Contains((await silo.Conversation("same").Explain(null)).Blocks, b => b.Before > 0);
        var refused = await Assert.ThrowsAsync<ConversationException>(() => silo.Conversation("c").Fork("same", null));
        Assert.Equal(ErrorCodes.Invalid, refused.Code);
    }

    [Fact]
    public async Task A_lost_damaged_or_old_state_costs_attention_and_nothing_else()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        foreach (var (turn, change) in new[] { ("t1", "DELETE FROM state WHERE name = 'weights'"), ("t2", "UPDATE state SET payload = (SELECT payload FROM state WHERE name = 'weights' AND grain LIKE '%old') WHERE name = 'weights'"), ("t3", "SELECT 1") })
        {
            await Run(silo, "old", turn, "Something else");
            await Run(silo, "c", turn, Story);
            await silo.Stop();
            Execute(change);
            await silo.Start();
        }

        Assert.Equal(6, (await silo.Conversation("c").Items()).Count);
        Assert.Equal("t3", (await silo.Conversation("c").Weights()).Turn);
        await silo.Conversation("c").Delete();
        Assert.Equal(0L, Execute("SELECT COUNT(*) FROM state WHERE grain LIKE '%/c'"));
    }

    [Fact]
    public async Task A_turn_does_not_wait_until_its_W_is_written()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        await Run(silo, "c", "t1", Story);
        await using (var other = Connect())
        {
            await using var writing = other.BeginTransaction(deferred: false);
            await Run(silo, "c", "t2", "And then?");
            Assert.Equal("t2", (await silo.Conversation("c").Weights()).Turn);
        }

        await silo.Stop();
        await silo.Start();
        Assert.Equal("t2", (await silo.Conversation("c").Weights()).Turn);
    }

    [Fact]
    public async Task Bad_options_are_refused_before_anything_is_journalled()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var refused = await Assert.ThrowsAsync<ConversationException>(() => Run(silo, "c", "t", "Hello", new AttentionOptions { Budget = 100 }));
        Assert.Equal(ErrorCodes.Invalid, refused.Code);
        Assert.Contains("Budget is 100; allowed: a multiple of 32", refused.Message, StringComparison.Ordinal);
        Assert.Null(await silo.Conversation("c").Describe());
        await Run(silo, "c", "t", "Hello", new AttentionOptions { Profile = "low-latency", Budget = 512 });
        var unknown = await Assert.ThrowsAsync<ConversationException>(() => silo.Conversation("c").Explain("none"));
        Assert.Equal(ErrorCodes.NotFound, unknown.Code);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Run(TestSilo silo, string conversation, string turn, string text, AttentionOptions? attention = null, string? instructions = null)
    {
        var request = new TurnRequest
        {
            TurnId = turn,
            Input = [new Item { Id = $"in_{turn}", Kind = ItemKind.Message, Role = "user", Text = text }],
            Options = new TurnOptions { Temperature = 0, MaxOutputTokens = 6, Attention = attention, Instructions = instructions },
        };
        var ended = (TurnEnded)await silo.Conversation(conversation).RunTurn(request, Token).LastAsync(Token);
        Assert.Null(ended.Turn.Error);
    }

    private object? Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "snapshots.db")}");
        connection.Open();
        return connection;
    }
}
