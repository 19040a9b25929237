using System.Diagnostics;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;

namespace ReasoningGrains.Bench.Questions.Turns;

/// <summary>Whether a turn takes longer the longer the conversation is: one conversation through grain, worker, engine and synced journal.</summary>
internal static class LongConversation
{
    public static async Task<TurnsReport> Run(string modelPath, string profile, int turns, int tokens, int threads)
    {
        using var model = ModelLoader.Open(modelPath);
        var messages = new UserMessages(model.Tokenizer, tokens / 2);
        var options = new TurnOptions
        {
            MaxOutputTokens = tokens - (tokens / 2),
            Temperature = 0,
            Attention = new AttentionOptions { Profile = profile },
            LogitBias = model.Tokenizer.EndOfTurn.ToDictionary(t => t, _ => -100f),
        };
        await using var silo = await BenchSilo.Start(() => EngineFactory.Create(model, new EngineOptions { ModelPath = modelPath, Threads = threads, Limits = new EngineLimits { KvBytes = 3L << 30 } }));
        var conversation = silo.Grains.GetGrain<IConversationGrain>("long");
        var times = new List<TurnTime>();
        string? stopped = null;
        while (times.Count < turns && stopped is null)
        {
            var (time, ended) = await Turn(conversation, times.Count + 1, messages.Next(), options);
            if (ended.Usage.OutputTokens == options.MaxOutputTokens)
            {
                times.Add(time);
            }
            else
            {
                stopped = $"Turn {times.Count + 1} ended {ended.Status} after {ended.Usage.OutputTokens} tokens and {ended.Usage.InputTokens} before them. {ended.Error?.Message}".TrimEnd();
            }
        }

        using var process = Process.GetCurrentProcess();
        var journal = Directory.GetFiles(silo.Folder).Sum(f => new FileInfo(f).Length);
        return TurnsReport.Of(profile, times, tokens, stopped, process.WorkingSet64, process.PeakWorkingSet64, journal);
    }

    private static async Task<(TurnTime Time, Turn Ended)> Turn(IConversationGrain conversation, int number, string text, TurnOptions options)
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
