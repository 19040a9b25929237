using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace ReasoningGrains.Application.Turns;

/// <summary>
/// A turn's events across the activations of its conversation. An activation ends in the middle of a turn when its silo stops or its journal refuses an entry; the next one goes on from the journal,
/// and so does who follows.
/// </summary>
internal static class FollowedTurn
{
    /// <summary>Activations that end one after the other without having told anything new.</summary>
    private const int MostSilent = 3;

    /// <summary>Each event once, in order.</summary>
    /// <param name="follow">Follows the turn; given is the number of the next event that was not told, 0 the first time. What it tells again is left out, but for the end: retold, a turn may have fewer events than it had.</param>
    /// <param name="cancellation">Ends the following, not the turn.</param>
    /// <exception cref="ConversationException">What the conversation says, or its activations keep ending.</exception>
    public static async IAsyncEnumerable<TurnEvent> Across(Func<int, IAsyncEnumerable<TurnEvent>> follow, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (int next = 0, silent = 0; ;)
        {
            var before = next;
            await using var events = follow(next).GetAsyncEnumerator(cancellation);
            while (await GoesOn(events) is { } more)
            {
                if (!more)
                {
                    yield break;
                }

                var happened = events.Current;
                if (happened.Sequence >= next || happened is TurnEnded)
                {
                    next = happened.Sequence + 1;
                    yield return happened;
                }
            }

            silent = next > before ? 0 : silent + 1;
            if (silent == MostSilent)
            {
                throw new ConversationException(ErrorCodes.Failed, "The conversation's server stopped several times before the turn went on; follow it again.");
            }
        }
    }

    /// <summary>Whether there is another event; null when the activation that told them is gone.</summary>
    private static async Task<bool?> GoesOn(IAsyncEnumerator<TurnEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (EnumerationAbortedException)
        {
            return null;
        }
    }
}
