using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Tasks;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>How many of something somebody has.</summary>
/// <param name="Person">Null is the user.</param>
/// <param name="What">What is counted.</param>
/// <param name="Count">How many now.</param>
internal sealed record Holding(string? Person, Countable What, int Count)
{
    public CountWords Words => Person is null ? CountWords.OfUser : CountWords.Of;

    public string Fact => $"{Has} {What.Of(Count)}";

    /// <summary>The reasoning when it was never told.</summary>
    public string Untold => $"{Has} {What.Many}? Never told.";

    private string Has => Person is null ? "you have" : $"{Person} has";

    public static Holding Draw(Draw draw)
    {
        var what = Countable.Draw(draw);
        return new Holding(draw.Chance(0.3) && IsCountable(draw, what) && draw.Take($"own {what.Many}") ? null : Names.Person(draw, what.Many), what, draw.Between(0, 9));
    }

    /// <summary>Words about so many of them.</summary>
    public string Say(Draw draw, Wording wording, int count) => draw.Say(wording, ("{p}", Person ?? ""), ("{n}", What.Said(draw, count)), ("{m}", What.Many));

    /// <summary>Whether the user's may be counted. "I paid 20 for the blue book" could be meant to add to the user's books: the evaluation asks for nothing that has two answers.</summary>
    private static bool IsCountable(Draw draw, Countable what) => draw.Split == Split.Training || !Things.IsCarried(what.One);
}
