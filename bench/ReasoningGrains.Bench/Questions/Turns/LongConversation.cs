using System.Diagnostics;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;

namespace ReasoningGrains.Bench.Questions.Turns;

/// <summary>
/// Whether a turn takes longer the longer the conversation is: one conversation through grain, worker, engine and synced journal. Machines grow slower and faster by the minute,
/// so where it is measured its turns alternate with those of a conversation that has just begun.
/// </summary>
internal static class LongConversation
{
    public static async Task<TurnsReport> Run(string modelPath, string profile, int turns, int tokens, int threads)
    {
        using var model = ModelLoader.Open(modelPath);
        var options = new TurnOptions
        {
            MaxOutputTokens = tokens - (tokens / 2),
            Temperature = 0,
            Attention = new AttentionOptions { Profile = profile },
            LogitBias = model.Tokenizer.EndOfTurn.ToDictionary(t => t, _ => -100f),
        };
        await using var silo = await BenchSilo.Start(() => EngineFactory.Create(model, new EngineOptions { ModelPath = modelPath, Threads = threads, Limits = new EngineLimits { KvBytes = 3L << 30 } }));
        var conversation = new TalkedTurns(silo.Grains.GetGrain<IConversationGrain>("long"), new UserMessages(model.Tokenizer, tokens / 2, seed: 1), options);
        var windows = new List<TurnWindow>();
        string? stopped = null;
        foreach (var end in TurnWindow.Ends(turns))
        {
            await conversation.Talk(end - TurnWindow.Turns);
            var beside = new List<TurnTime>();
            for (var i = 0; i < TurnWindow.YoungConversations && stopped is null; i++)
            {
                var young = new TalkedTurns(silo.Grains.GetGrain<IConversationGrain>($"young-{end}-{i}"), new UserMessages(model.Tokenizer, tokens / 2, seed: (TurnWindow.YoungConversations * end) + i), options);
                await young.Talk(TurnWindow.TurnsBefore);
                for (var turn = 0; turn < TurnWindow.TurnsOfYoung; turn++)
                {
                    await conversation.Talk(conversation.Times.Count + 1);
                    await young.Talk(young.Times.Count + 1);
                }

                beside.AddRange(young.Times.Skip(TurnWindow.TurnsBefore));
                stopped = conversation.Stopped ?? young.Stopped;
            }

            if (stopped is not null)
            {
                break;
            }

            windows.Add(TurnWindow.Of(end, conversation.Times, beside));
        }

        using var process = Process.GetCurrentProcess();
        var journal = Directory.GetFiles(silo.Folder).Sum(f => new FileInfo(f).Length);
        return TurnsReport.Of(profile, windows, tokens, stopped, process.WorkingSet64, process.PeakWorkingSet64, journal);
    }
}
