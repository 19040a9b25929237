using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Tests.Conversations;

/// <summary>Turns that are ended when they have only begun.</summary>
public sealed class BeginningTurnTests : JournalledSiloTests
{
    [Fact]
    public async Task A_turn_that_is_being_journalled_is_ended_before_its_conversation_is_deleted()
    {
        await Conversation.RunTurn(Request("t1", 3), Token).LastAsync(Token);
        await DeleteWhileItIsJournalled("t2");
    }

    [Fact]
    public Task A_conversation_is_deleted_while_its_first_turn_is_being_journalled() => DeleteWhileItIsJournalled("t1");

    [Fact]
    public async Task A_turn_that_is_cancelled_before_its_first_token_has_said_nothing()
    {
        await OccupyTheEngine();
        Assert.IsType<TurnStarted>(await Conversation.RunTurn(Request("t1"), Token).FirstAsync(Token));
        var cancelled = await Conversation.Cancel("t1");
        Assert.Equal((TurnStatus.Cancelled, 0), (cancelled.Status, cancelled.Usage.OutputTokens));
        Assert.Empty(cancelled.Output);
        Assert.Equal(["Said in t1"], (await Conversation.Items()).Select(i => i.Text));

        await Grain("other").Cancel("long");
        var next = (TurnEnded)await Conversation.RunTurn(Request("t2", 3), Token).LastAsync(Token);
        Assert.Equal((TurnStatus.Incomplete, 3), (next.Turn.Status, next.Turn.Usage.OutputTokens));
    }

    [Fact]
    public async Task A_conversation_is_deleted_with_a_turn_that_waits_for_the_engine()
    {
        await OccupyTheEngine();
        await Conversation.RunTurn(Request("t1"), Token).FirstAsync(Token);
        await Conversation.Delete();
        await AssertDeletedAfterTheEndOf("t1");
    }

    [Fact]
    public async Task A_turn_that_waits_for_another_is_not_begun_in_a_conversation_that_was_deleted()
    {
        await Conversation.RunTurn(Request("t1"), Token).FirstAsync(e => e is TurnDelta, Token);
        var waiting = Conversation.RunTurn(Request("t2", 3), Token).LastAsync(Token).AsTask();
        await Answered();
        await Conversation.Delete();
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ConversationException>(() => waiting)).Code);
        Assert.DoesNotContain(Journal.Appended, entry => entry is TurnBegun { Turn: "t2" });
        await AssertDeletedAfterTheEndOf("t1");
    }

    [Fact]
    public async Task Cancelling_a_turn_spares_the_one_that_begins_when_it_ends()
    {
        await Conversation.RunTurn(Request("t1"), Token).FirstAsync(e => e is TurnDelta, Token);
        var next = Conversation.RunTurn(Request("t2", 3), Token).LastAsync(Token).AsTask();
        var cancelled = await Conversation.Cancel("t1");
        Assert.Equal(("t1", TurnStatus.Cancelled), (cancelled.Id, cancelled.Status));
        Assert.Equal(TurnStatus.Incomplete, ((TurnEnded)await next).Turn.Status);
    }

    private async Task OccupyTheEngine() => await Grain("other").RunTurn(Request("long"), Token).FirstAsync(e => e is TurnDelta, Token);

    /// <summary>Calls come in order: what was asked before has been begun when this one is refused.</summary>
    private async Task Answered() => await Assert.ThrowsAsync<ConversationException>(() => Conversation.Follow("none", 0, Token).FirstAsync(Token).AsTask());

    private async Task DeleteWhileItIsJournalled(string turn)
    {
        var waits = Journal.Hold();
        var begun = Conversation.RunTurn(Request(turn), Token).FirstAsync(Token).AsTask();
        await waits;
        var deleted = Conversation.Delete();
        await Answered();
        Journal.Release();
        await deleted;
        Assert.IsType<TurnStarted>(await begun);
        await AssertDeletedAfterTheEndOf(turn);
    }

    private async Task AssertDeletedAfterTheEndOf(string turn)
    {
        Assert.Equal(TurnStatus.Cancelled, Journal.Appended.OfType<TurnFinished>().Single(finished => finished.Turn == turn).Status);
        Assert.Single(Journal.Appended, entry => entry is Deleted);
        Assert.Null(await Conversation.Describe());
        Assert.Empty(await Journal.Read("c"));
        Assert.DoesNotContain("c", await Journal.Unfinished());
    }
}
