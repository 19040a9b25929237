using System.Diagnostics;
using ReasoningGrains.Attention.Routing;
using ReasoningGrains.Bench.Questions.Memory;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;

namespace ReasoningGrains.Bench.Questions.Far;

/// <summary>Whether a note can still be quoted, and codes told all along be found, when the conversation has become far longer than the model's window. Each length is its own conversation, held turn by turn.</summary>
internal static class FarRecall
{
    public static async Task<FarReport> Run(string modelPath, string casesPath, string profile, int skip, int most, IReadOnlyList<int> lengths, int threads)
    {
        var all = MemoryCase.Read(casesPath, int.MaxValue);
        var cases = all.Where(c => c.Kind == "quote").Index().Skip(skip).Take(most).ToList();
        if (skip < 0 || cases.Count == 0)
        {
            throw new ArgumentException($"--skip is {skip}, --most {most}; {casesPath} has {all.Count(c => c.Kind == "quote")} quote cases: skip 0 to all but one of them, and ask 1 or more.");
        }

        using var model = ModelLoader.Open(modelPath);
        await using var engine = EngineFactory.Create(model, new EngineOptions { ModelPath = modelPath, Threads = threads, Limits = new EngineLimits { KvBytes = 3L << 30 } });
        var rows = new List<FarRow>();
        foreach (var (i, memory) in cases)
        {
            foreach (var length in lengths)
            {
                var conversation = new Conversation(engine, Profiles.Of(profile), $"{i} {length}");
                var row = await Ask(conversation, memory, new MoreNotes(all, memory, i), Needle.Draw(i), length);
                rows.Add(row with { Case = i });
                await Console.Error.WriteLineAsync($"case {i}, {row.Tokens} tokens: {row.Nll:f3}, {row.Needles.Count(n => n.Found)} of {row.Needles.Count} codes, {row.Seconds:f0} s");
            }
        }

        return new FarReport(profile, model.Config.ContextLength, rows);
    }

    private static async Task<FarRow> Ask(Conversation conversation, MemoryCase memory, MoreNotes more, IReadOnlyList<Needle> needles, int length)
    {
        var start = Stopwatch.GetTimestamp();
        await Hold(conversation, memory, more, needles, length);
        var nll = await conversation.Loss(memory.Messages[^1], "", memory.Answer);
        var found = new List<FarNeedle>();
        foreach (var needle in needles)
        {
            var code = $" {needle.Code}";
            var said = await conversation.Answer(needle.Question, needle.Opening, code);
            found.Add(new FarNeedle(needle.Depth, await conversation.Loss(needle.Question, needle.Opening, code), said == code));
        }

        return new FarRow(0, length, conversation.Tokens, nll, found, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>The first needle, the case, then further notes and the other needles, each at its depth.</summary>
    private static async Task Hold(Conversation conversation, MemoryCase memory, MoreNotes more, IReadOnlyList<Needle> needles, int length)
    {
        var told = 0;
        for (var notes = memory.Messages.SkipLast(1); ; notes = more.Next())
        {
            for (; told < needles.Count && conversation.Tokens >= needles[told].Depth * length; told++)
            {
                await Say(conversation, needles[told].Told);
            }

            await Say(conversation, notes);
            if (conversation.Tokens >= length && told == needles.Count)
            {
                return;
            }
        }
    }

    private static async Task Say(Conversation conversation, IEnumerable<MemoryMessage> messages)
    {
        foreach (var message in messages)
        {
            await conversation.Say(message);
        }
    }
}
