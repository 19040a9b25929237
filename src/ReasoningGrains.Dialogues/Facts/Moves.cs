using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>Tells that somebody went elsewhere.</summary>
internal static class Moves
{
    private static readonly Wording Wordings = new(
        ["", "then ", "now ", "later ", "after that ", "by the way, ", "ok, ", "oh, "],
        "{s} went to {v}", "{s} moved to {v}", "{s} walked to {v}", "{s} ran to {v}", "{s} left and went to {v}", "{s} is in {v} now", "{s} has gone to {v}", "{s} came to {v}", "{s} returned to {v}");

    public static string Say(Draw draw, string person, string place) => draw.Say(Wordings, ("{s}", person), ("{v}", place));
}
