using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Conversations.Tests.Conversations;

public sealed class ConversationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Smollm_answers_and_remembers_after_a_restart()
    {
        await using var silo = TestSilo.Real(folder);
        await silo.Start();
        var first = await Run(silo, "c1", "t1", "Remember this: the secret word is banana.", new TurnOptions { Temperature = 0, MaxOutputTokens = 24 });
        Assert.NotEmpty(first.Output);
        await silo.Stop();
        await silo.Start();
        Assert.Equal(first.Output[0].Text, (await silo.Conversation("c1").FindTurn("t1"))!.Output[0].Text);
        var second = await Run(silo, "c1", "t2", "What is the secret word?", new TurnOptions { Temperature = 0, MaxOutputTokens = 24 });
        Assert.Contains("banana", second.Output[0].Text, StringComparison.Ordinal);
        Assert.Equal(4, (await silo.Conversation("c1").Items()).Count);
    }

    [Fact]
    public async Task An_answer_without_a_bound_ends_with_as_many_tokens_as_the_window_has()
    {
        await using var silo = TestSilo.Null(folder, window: 512);
        await silo.Start();
        var turn = await Run(silo, "c", "t", "Hello", new TurnOptions { Temperature = 0 });
        Assert.Equal(TurnStatus.Incomplete, turn.Status);
        Assert.Equal(512, turn.Usage.OutputTokens);
    }

    [Fact]
    public async Task The_same_turn_twice_runs_once_and_another_body_is_refused()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var options = new TurnOptions { MaxOutputTokens = 5, Temperature = 0 };
        var once = await Run(silo, "c", "t", "Hello", options);
        var again = await Run(silo, "c", "t", "Hello", options);
        Assert.Equal(once.FinishedAt, again.FinishedAt);
        Assert.Equal(1, (await silo.Conversation("c").Describe())!.Turns);
        var refused = await Assert.ThrowsAsync<ConversationException>(() => Run(silo, "c", "t", "Something else", options));
        Assert.Equal(ErrorCodes.IdempotencyConflict, refused.Code);
    }

    [Fact]
    public async Task The_same_turn_asked_for_twice_at_once_runs_once()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var options = new TurnOptions { MaxOutputTokens = 5, Temperature = 0 };
        var idle = await Task.WhenAll(Run(silo, "c", "t1", "Hello", options), Run(silo, "c", "t1", "Hello", options));
        Assert.Equal(idle[0].FinishedAt, idle[1].FinishedAt);

        var busy = Run(silo, "c", "t2", "Long", options with { MaxOutputTokens = 20_000 });
        await Begun(silo, "c", "t2");
        var waiting = await Task.WhenAll(Run(silo, "c", "t3", "Hello", options), Run(silo, "c", "t3", "Hello", options));
        Assert.Equal(waiting[0].FinishedAt, waiting[1].FinishedAt);
        await busy;
        Assert.Equal(3, (await silo.Conversation("c").Describe())!.Turns);
        Assert.Equal(6, (await silo.Conversation("c").Items()).Count);
    }

    [Fact]
    public async Task A_turn_that_failed_may_be_asked_for_again()
    {
        await using var silo = TestSilo.Null(folder, new EngineLimits { KvBytes = 1 << 28, MaxRows = 1, QueueLength = 1 });
        await silo.Start();
        var options = new TurnOptions { MaxOutputTokens = 20_000, Temperature = 0 };
        // Two have a place, one runs and one waits; the third is refused at once.
        string[] conversations = ["a", "b", "c"];
        var running = conversations.Select(conversation => Run(silo, conversation, "t", "Hello", options)).ToList();
        var first = await Task.WhenAny(running);
        var refused = await first;
        Assert.Equal((TurnStatus.Failed, ErrorCodes.Overloaded), (refused.Status, refused.Error?.Code));
        var turns = await Task.WhenAll(running);
        Assert.Single(turns, turn => turn.Status == TurnStatus.Failed);
        // It left nothing that a next turn would follow.
        Assert.Null((await silo.Conversation(conversations[running.IndexOf(first)]).Describe())!.LastTurn);
        Assert.Equal(TurnStatus.Incomplete, (await Run(silo, conversations[running.IndexOf(first)], "t", "Hello", options)).Status);
    }

    [Fact]
    public async Task Two_turns_at_once_follow_each_other_or_the_second_is_refused()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var long1 = Run(silo, "c", "t1", "First", new TurnOptions { MaxOutputTokens = 20000, Temperature = 0 });
        await Begun(silo, "c", "t1");
        var refused = await Assert.ThrowsAsync<ConversationException>(() => Run(silo, "c", "t3", "Third", new TurnOptions { MaxOutputTokens = 3, WhenBusy = BusyPolicy.Refuse }));
        Assert.Equal(ErrorCodes.Busy, refused.Code);
        var second = await Run(silo, "c", "t2", "Second", new TurnOptions { MaxOutputTokens = 3, Temperature = 0 });
        var first = await long1;
        Assert.True(first.FinishedAt <= second.StartedAt);
        Assert.Equal(["First", first.Output[0].Text, "Second", second.Output[0].Text], (await silo.Conversation("c").Items()).Select(i => i.Text));
    }

    [Fact]
    public async Task A_removed_turn_is_seen_by_no_later_turn_no_fork_and_no_restart()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var options = new TurnOptions { MaxOutputTokens = 3, Temperature = 0 };
        foreach (var turn in (string[])["t1", "t2", "t3"])
        {
            await Run(silo, "c", turn, $"Said in {turn}", options);
        }

        await silo.Conversation("c").RemoveTurn("t2");
        await silo.Conversation("c").Fork("fork", "t3");
        await silo.Stop();
        await silo.Start();
        foreach (var conversation in (string[])["c", "fork"])
        {
            Assert.Equal(["Said in t1", "Said in t3"], (await silo.Conversation(conversation).Items()).Where(i => i.Role == "user").Select(i => i.Text));
        }

        Assert.Null(await silo.Conversation("c").FindTurn("t2"));
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ConversationException>(() => silo.Conversation("c").RemoveTurn("t2"))).Code);
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ConversationException>(() => silo.Conversation("c").Fork("other", "t2"))).Code);
        Assert.Equal("t3", (await silo.Conversation("c").Describe())!.LastTurn);
    }

    [Fact]
    public async Task A_removed_item_is_seen_by_no_later_turn_no_fork_and_no_restart()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var options = new TurnOptions { MaxOutputTokens = 3, Temperature = 0 };
        await Run(silo, "c", "t1", "My secret", options);
        await Run(silo, "c", "t2", "And then", options);
        var said = await silo.Conversation("c").Items();
        await silo.Conversation("c").RemoveItem(said[0].Id);
        // As it was after t1, when the item was still there.
        await silo.Conversation("c").Fork("fork", "t1");
        await silo.Stop();
        await silo.Start();
        Assert.Equal(said.Skip(1).Select(i => i.Text), (await silo.Conversation("c").Items()).Select(i => i.Text));
        Assert.Equal([said[1].Text], (await silo.Conversation("fork").Items()).Select(i => i.Text));
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ConversationException>(() => silo.Conversation("c").RemoveItem(said[0].Id))).Code);
    }

    [Fact]
    public async Task A_turn_that_runs_is_cancelled_before_it_is_removed()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var running = Run(silo, "c", "t1", "Go on for ever", new TurnOptions { Temperature = 0 });
        await Begun(silo, "c", "t1");
        await silo.Conversation("c").RemoveTurn("t1");
        Assert.Equal(TurnStatus.Cancelled, (await running).Status);
        Assert.Empty(await silo.Conversation("c").Items());
    }

    [Theory, InlineData(3), InlineData(20_000)]
    public async Task Of_a_conversation_that_nobody_comes_back_to_a_restart_finds_nothing(int tokens)
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var run = Run(silo, "c", "t", "Hello", new TurnOptions { MaxOutputTokens = tokens, Temperature = 0 }, transient: true);
        await Begun(silo, "c", "t");
        if (tokens < 100)
        {
            await run;
        }

        await silo.Stop();
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await silo.Start();
        Assert.Null(await silo.Conversation("c").Describe());
        await silo.Stop();
        await using var journal = new ReasoningGrains.Conversations.Journals.SqliteJournal(Path.Combine(folder, "journal.db"));
        Assert.Empty(await journal.Read("c"));
        Assert.Empty(await journal.Unfinished());
    }

    [Fact]
    public async Task Cancelling_keeps_what_was_said_and_the_conversation_goes_on()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var running = Run(silo, "c", "t1", "Go on for ever", new TurnOptions { Temperature = 0 });
        await Begun(silo, "c", "t1");
        var cancelled = await silo.Conversation("c").Cancel("t1");
        Assert.Equal(TurnStatus.Cancelled, cancelled.Status);
        Assert.Equal(cancelled.Output.Count, (await running).Output.Count);
        Assert.Equal(["Go on for ever", .. cancelled.Output.Select(i => i.Text)], (await silo.Conversation("c").Items()).Select(i => i.Text));
        Assert.Equal(TurnStatus.Incomplete, (await Run(silo, "c", "t2", "And now", new TurnOptions { MaxOutputTokens = 3, Temperature = 0 })).Status);
    }

    [Fact]
    public async Task Turns_that_a_stop_cut_off_are_finished_after_the_restart()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        string[] conversations = [.. Enumerable.Range(0, 16).Select(i => $"c{i}")];
        foreach (var conversation in conversations)
        {
            _ = Run(silo, conversation, "t1", "Hello", new TurnOptions { MaxOutputTokens = 20_000, Temperature = 0 }).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        foreach (var conversation in conversations)
        {
            await Begun(silo, conversation, "t1");
            // Waits for the first, which must not be lost when the stop lets it in.
            _ = Run(silo, conversation, "t2", "And?", new TurnOptions { MaxOutputTokens = 5, Temperature = 0 }).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await silo.Stop();
        await silo.Start();
        foreach (var conversation in conversations)
        {
            var ended = (TurnEnded)await silo.Conversation(conversation).Follow("t1", 0, Token).LastAsync(Token);
            Assert.Equal((TurnStatus.Incomplete, null), (ended.Turn.Status, ended.Turn.Error));
            Assert.Equal(20_000, ended.Turn.Usage.OutputTokens);
        }
    }

    [Fact]
    public async Task A_fork_shares_the_past_and_not_the_future()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        var options = new TurnOptions { MaxOutputTokens = 3, Temperature = 0 };
        await Run(silo, "c", "t1", "One", options);
        await Run(silo, "c", "t2", "Two", options);
        await silo.Conversation("c").Fork("d", "t1");
        await Run(silo, "d", "t3", "Three", options);
        Assert.Equal(["One", "...", "Three", "..."], (await silo.Conversation("d").Items()).Select(i => i.Text));
        Assert.Equal(4, (await silo.Conversation("c").Items()).Count);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said()
    {
        await using var silo = TestSilo.Null(folder);
        await silo.Start();
        await Assert.ThrowsAsync<ConversationException>(() => silo.Conversation("none").Items());
        var options = new TurnOptions { MaxOutputTokens = 3, Temperature = 0 };
        await Run(silo, "c", "t1", "One", options);
        var moved = await Assert.ThrowsAsync<ConversationException>(async () =>
        {
            await foreach (var _ in silo.Conversation("c").RunTurn(Request("t2", "Two", options) with { AfterTurn = "t0" }, Token))
            {
            }
        });
        Assert.Equal(ErrorCodes.HeadMoved, moved.Code);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static TurnRequest Request(string turn, string text, TurnOptions options) => new()
    {
        TurnId = turn,
        Input = [new Item { Id = $"in_{turn}", Kind = ItemKind.Message, Role = "user", Text = text }],
        Options = options,
    };

    private static async Task<Turn> Run(TestSilo silo, string conversation, string turn, string text, TurnOptions options, bool? transient = null)
    {
        Turn? ended = null;
        var text2 = "";
        await foreach (var next in silo.Conversation(conversation).RunTurn(Request(turn, text, options) with { Transient = transient }, Token))
        {
            text2 += next is TurnDelta delta ? delta.Text : "";
            ended = next is TurnEnded end ? end.Turn : ended;
        }

        Assert.NotNull(ended);
        Assert.Equal(string.Concat(ended.Output.Select(o => o.Text)), text2);
        return ended;
    }

    /// <summary>Waits until the turn has said something.</summary>
    private static async Task Begun(TestSilo silo, string conversation, string turn)
    {
        while (await silo.Conversation(conversation).FindTurn(turn) is null)
        {
            await Task.Yield();
        }

        await foreach (var next in silo.Conversation(conversation).Follow(turn, 0, Token))
        {
            if (next is TurnDelta)
            {
                return;
            }
        }
    }
}
