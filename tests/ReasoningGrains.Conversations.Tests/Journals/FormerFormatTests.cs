using System.Text;
using ReasoningGrains.Conversations.Conversations;
using ReasoningGrains.Conversations.Journals;

namespace ReasoningGrains.Conversations.Tests.Journals;

/// <summary>Entries as releases before W_t wrote them.</summary>
public sealed class FormerFormatTests
{
    private static readonly string[] Entries =
    [
        """{"kind":"created","metadata":{},"time":"2026-11-24T12:00:00+00:00"}""",
        """{"kind":"forked","parent":"p","version":4,"time":"2026-11-24T12:00:00+00:00"}""",
        """{"kind":"turn_started","turn":"t","model":"m","input":[{"id":"i","kind":"Message","role":"user","text":"Hello"}],"options":{"when_busy":"Wait","priority":0},"seed":1,"thinking":false,"digest":"d","time":"2026-11-24T12:00:00+00:00"}""",
        """{"kind":"tokens","turn":"t","ids":[1,2],"time":"2026-11-24T12:00:00+00:00"}""",
        """{"kind":"turn_finished","turn":"t","status":"Completed","stop_reason":"EndOfTurn","output":[],"usage":{"input_tokens":1,"cached_tokens":0,"output_tokens":2,"reasoning_tokens":0},"time":"2026-11-24T12:00:00+00:00"}""",
    ];

    [Fact]
    public void Entries_without_weights_open()
    {
        var transcript = new Transcript();
        for (var i = 0; i < Entries.Length; i++)
        {
            transcript.Apply(JournalJson.Read("c", i + 1, Encoding.UTF8.GetBytes(Entries[i])));
        }

        Assert.Equal(TurnStatus.Completed, transcript.LastTurn!.Status);
        Assert.Null(transcript.LastTurn.Options.Attention);
        Assert.Null(transcript.Lineage);
        Assert.Null(transcript.Weighed);
    }

    [Fact]
    public void What_is_new_keeps_its_names()
    {
        var finished = (TurnFinished)JournalJson.Read("c", 1, """
            {"kind":"turn_finished","turn":"t","status":"Completed","stop_reason":"EndOfTurn","output":[],"usage":{"input_tokens":1,"cached_tokens":0,"output_tokens":2,"reasoning_tokens":0},
            "attention":{"digest":"0123456789abcdef","blocks":[{"block":3,"weight":0.5,"before":0.25}]},"time":"2026-11-24T12:00:00+00:00"}
            """u8);
        Assert.Equal("0123456789abcdef", finished.Attention!.Digest);
        Assert.Equal([new BlockShare(3, 0.5f, 0.25f)], finished.Attention.Blocks);
        var forked = (Forked)JournalJson.Read("c", 2, """{"kind":"forked","parent":"p","version":4,"lineage":"exact","weights":{"turn":"t","digest":"0123"},"time":"2026-11-24T12:00:00+00:00"}"""u8);
        Assert.Equal(("exact", new WeightsMark("t", "0123")), (forked.Lineage, forked.Weights));
    }
}
