using System.Diagnostics;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Bench.Questions.Turns;

/// <summary>A conversation and the times of its turns.</summary>
/// <param name="conversation">Where.</param>
/// <param name="messages">What its user says.</param>
/// <param name="options">Of every turn.</param>
internal sealed class TalkedTurns(IConversationGrain conversation, UserMessages messages, TurnOptions options)
{
    private readonly List<TurnTime> times = [];

    public IReadOnlyList<TurnTime> Times => times;

    /// <summary>Why it does not go on; null while it does.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Goes on until it has so many turns.</summary>
    public async Task Talk(int turns)
    {
        while (times.Count < turns && Stopped is null)
        {
            var (time, ended) = await Turn(times.Count + 1, messages.Next());
            if (ended.Usage.OutputTokens == options.MaxOutputTokens)
            {
                times.Add(time);
            }
            else
            {
                Stopped = $"Turn {times.Count + 1} ended {ended.Status} after {ended.Usage.OutputTokens} tokens and {ended.Usage.InputTokens} before them. {ended.Error?.Message}".TrimEnd();
            }
        }
    }

    private async Task<(TurnTime Time, Turn Ended)> Turn(int number, string text)
    {
        var request = new TurnRequest
        {
            TurnId = $"t{number}",
            Input = [new Item { Id = $"in_{number}", Kind = ItemKind.Message, Role = "user", Text = text }],
            Options = options,
        };
        var start = Stopwatch.GetTimestamp();
        var (first, last) = (0.0, 0.0);
        await foreach (var next in conversation.RunTurn(request))
        {
            var now = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (next is TurnDelta)
            {
                (first, last) = (first == 0 ? now : first, now);
            }
            else if (next is TurnEnded { Turn: var ended })
            {
                return (new TurnTime(now, first, (last - first) / Math.Max(1, ended.Usage.OutputTokens - 1), ended.Usage.InputTokens, ended.Usage.CachedTokens), ended);
            }
        }

        throw new InvalidOperationException($"Turn {number} was left without an end.");
    }
}

/// <param name="TurnMs">From asking to the journalled end.</param>
/// <param name="FirstTokenMs">From asking to the first text.</param>
/// <param name="TokenMs">Between the texts of two tokens, mean.</param>
/// <param name="InputTokens">Context before the answer.</param>
/// <param name="CachedTokens">Of them found in the pool.</param>
internal sealed record TurnTime(double TurnMs, double FirstTokenMs, double TokenMs, int InputTokens, int CachedTokens);
