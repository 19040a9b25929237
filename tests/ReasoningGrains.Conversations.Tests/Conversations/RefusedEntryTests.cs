using Orleans.Runtime;
using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Tests.Conversations;

/// <summary>A journal that refuses an entry, as on a full disk: whoever waits is told, and nothing that it took is lost.</summary>
public sealed class RefusedEntryTests : JournalledSiloTests
{
    private const int Tokens = 40;
    private const int MostAttempts = 400;

    [Fact]
    public async Task A_turn_that_could_not_be_begun_left_nothing_and_can_be_asked_for_again()
    {
        Journal.Refused = typeof(TurnBegun);
        await AssertRefused(Conversation.RunTurn(Request("t1", Tokens), Token).LastAsync(Token));
        Assert.Empty(Journal.Appended);
        await AssertEnds(() => Conversation.RunTurn(Request("t1", Tokens), Token).LastAsync(Token));
        Assert.Single(Journal.Appended, entry => entry is TurnBegun);
    }

    [Theory]
    [InlineData(typeof(TokensGenerated))]
    [InlineData(typeof(TurnFinished))]
    public async Task A_turn_goes_on_from_what_the_journal_has(Type refused)
    {
        Journal.Refused = refused;
        var told = await Assert.ThrowsAnyAsync<Exception>(async () => await Conversation.RunTurn(Request("t1", Tokens), Token).LastAsync(Token));
        // Who asks for the next event when the activation is gone already is told that (`FollowedTurn` of the application asks again).
        Assert.True(told is EnumerationAbortedException || told.Message.Contains("No space left on device.", StringComparison.Ordinal), told.ToString());
        await AssertEnds(() => Conversation.Follow("t1", 0, Token).LastAsync(Token));
        await AssertEnds(() => Conversation.RunTurn(Request("t1", Tokens), Token).LastAsync(Token));
        Assert.Single(Journal.Appended, entry => entry is TurnBegun);
        Assert.Single(Journal.Appended, entry => entry is TurnFinished);
        Assert.Equal(Tokens, Journal.Appended.OfType<TokensGenerated>().Sum(entry => entry.Ids.Count));
        await AssertEnds(() => Conversation.RunTurn(Request("t2", Tokens), Token).LastAsync(Token));
    }

    /// <summary>Whoever waits for the next event when the journal refuses hears why.</summary>
    [Theory]
    [InlineData(typeof(TokensGenerated))]
    [InlineData(typeof(TurnFinished))]
    public async Task Who_follows_is_told_the_reason(Type refused)
    {
        Journal.Refused = refused;
        var waits = Journal.Hold(refused);
        var events = 0;
        var told = Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var _ in Conversation.RunTurn(Request("t1", Tokens), Token))
            {
                Interlocked.Increment(ref events);
            }
        });
        await waits;
        for (var before = -1; before != Volatile.Read(ref events);)
        {
            before = Volatile.Read(ref events);
            await Task.Delay(500, Token);
        }

        Journal.Release();
        Assert.Contains("No space left on device.", Assert.IsType<ConversationException>(await told.WaitAsync(TimeSpan.FromMinutes(1), Token)).Message, StringComparison.Ordinal);
    }

    private static async Task AssertRefused(ValueTask<TurnEvent> turn)
    {
        var refusal = await Assert.ThrowsAsync<ConversationException>(turn.AsTask);
        Assert.Equal(ErrorCodes.Failed, refusal.Code);
        Assert.Contains("No space left on device.", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The activation that was refused says so until it is gone; the next one reads the journal.</summary>
    private static async Task AssertEnds(Func<ValueTask<TurnEvent>> follow)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var ended = Assert.IsType<TurnEnded>(await follow()).Turn;
                Assert.Equal((TurnStatus.Incomplete, Tokens), (ended.Status, ended.Usage.OutputTokens));
                Assert.Equal(new string('.', Tokens), string.Concat(ended.Output.Select(item => item.Text)));
                return;
            }
            catch (Exception e) when (attempt < MostAttempts && e is EnumerationAbortedException or ConversationException { Code: ErrorCodes.Failed or ErrorCodes.Busy })
            {
                await Task.Delay(50, Token);
            }
        }
    }
}
