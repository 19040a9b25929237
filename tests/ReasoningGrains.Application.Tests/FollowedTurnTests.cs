using Orleans.Runtime;
using ReasoningGrains.Application.Turns;

namespace ReasoningGrains.Application.Tests;

/// <summary>Following a turn whose conversation is activated anew.</summary>
public sealed class FollowedTurnTests
{
    private const int Deltas = 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(Deltas + 1)]
    public async Task Each_event_is_told_once_across_activations(int told)
    {
        var asked = new List<int>();
        var events = await FollowedTurn.Across(
            next =>
            {
                asked.Add(next);
                return asked.Count == 1 ? Gone(Turn().Take(told)) : Turn();
            },
            Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, Deltas + 2), events.Select(e => e.Sequence));
        Assert.Equal([0, told], asked);
    }

    [Fact]
    public async Task The_end_is_told_also_where_it_has_another_number_than_it_had()
    {
        var first = true;
        var events = await FollowedTurn.Across(
            _ =>
            {
                (var now, first) = (first, false);
                return now ? Gone(Turn().Take(4)) : Turn(deltas: 1);
            },
            Token).ToListAsync(Token);
        Assert.Equal([0, 1, 2, 3, 2], events.Select(e => e.Sequence));
        Assert.IsType<TurnEnded>(events[^1]);
    }

    [Fact]
    public async Task Activations_that_keep_ending_are_an_error_with_what_to_do()
    {
        var followed = 0;
        var refusal = await Assert.ThrowsAsync<ConversationException>(async () => await FollowedTurn.Across(
            _ =>
            {
                followed++;
                return Gone(Turn().Take(2));
            },
            Token).CountAsync(Token));
        Assert.Contains("follow it again", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(4, followed);
    }

    [Fact]
    public async Task What_the_conversation_refuses_is_told_at_once()
    {
        var followed = 0;
        await Assert.ThrowsAsync<ConversationException>(async () => await FollowedTurn.Across(
            _ =>
            {
                followed++;
                return Ends(Turn().Take(2), new ConversationException(ErrorCodes.Failed, "The journal did not take the entry: No space left on device."));
            },
            Token).CountAsync(Token));
        Assert.Equal(1, followed);
    }

    private static IAsyncEnumerable<TurnEvent> Gone(IAsyncEnumerable<TurnEvent> told) => Ends(told, new EnumerationAbortedException("The remote grain was deactivated."));

    private static async IAsyncEnumerable<TurnEvent> Ends(IAsyncEnumerable<TurnEvent> told, Exception with)
    {
        await foreach (var next in told)
        {
            yield return next;
        }

        throw with;
    }

    private static async IAsyncEnumerable<TurnEvent> Turn(int deltas = Deltas)
    {
        var turn = new Turn
        {
            Id = "t", Status = TurnStatus.Running, Model = "m", Options = new TurnOptions(), Input = [], Output = [], Usage = default, StartedAt = DateTimeOffset.UnixEpoch, Seed = 1,
        };
        yield return new TurnStarted { Sequence = 0, Turn = turn };
        for (var i = 1; i <= deltas; i++)
        {
            await Task.Yield();
            yield return new TurnDelta { Sequence = i, ItemId = "i", Kind = ItemKind.Message, Text = $"{i}" };
        }

        yield return new TurnEnded { Sequence = deltas + 1, Turn = turn with { Status = TurnStatus.Completed } };
    }
}
