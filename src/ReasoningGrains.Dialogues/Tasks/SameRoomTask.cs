using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;
using static ReasoningGrains.Dialogues.Drawing.Wording;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Who else is where somebody is. People who have left are looked at and passed over.</summary>
internal sealed class SameRoomTask : IDialogueTask
{
    private static readonly Wording WhoIsWith = Asking(
        "who is in the same place as {p}", "who is with {p}", "who else is where {p} is", "who is in the same room as {p}", "who shares a room with {p}", "who is together with {p}", "with whom is {p}");

    private static readonly Wording WhoIsIn = Asking("who is in {r}", "who is in {r} now", "who's in {r}", "whom can I meet in {r}", "who would I find in {r}");

    public string Name => "same-room";

    public double Weight(double progress) => 0.8 + progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        string[] rooms = [Places.Room(draw), Places.Room(draw), Places.Room(draw)];
        var first = Names.Person(draw);
        var (shared, empty, other) = (rooms[0], rooms[1], rooms[2]);
        List<(string Person, string Room)> told = [(first, shared)];
        string? left = null;
        string? companion = null;
        if (draw.Chance(0.85))
        {
            companion = Names.Person(draw);
            told.Add((companion, shared));
        }

        if (draw.Chance(0.6))
        {
            told.Add((Names.Person(draw), other));
        }

        foreach (var (person, room) in draw.Shuffled(told))
        {
            yield return PersonFacts.Place.Tell(draw, Name, person, room);
        }

        if (companion is not null && draw.Harder(0, 9) > 4)
        {
            (left, companion) = (companion, null);
            yield return Moves.Tell(draw, Name, left, other);
            if (draw.Chance(0.7))
            {
                companion = Names.Person(draw);
                yield return Moves.Tell(draw, Name, companion, shared);
            }
        }

        yield return Ask(draw, first, shared, left, other, companion);
        string[] others = [.. told.Where(pair => pair.Room == other).Select(pair => pair.Person), .. left is null ? Array.Empty<string>() : [left]];
        if (others is [var single] && draw.Chance(0.5))
        {
            yield return Beat.Ask(Name, draw.Say(WhoIsIn, ("{r}", other)), $"in {other}? {PersonFacts.Place.Fact(single, other)}.", $"{draw.Style.Sentence(PersonFacts.Place.Fact(single, other))}.");
        }
        else if (draw.Chance(0.3))
        {
            yield return Beat.Ask(Name, draw.Say(WhoIsIn, ("{r}", empty)), $"in {empty}? Never told.", Replies.Unknown);
        }
    }

    private Beat Ask(Draw draw, string person, string room, string? left, string elsewhere, string? companion)
    {
        var steps = new List<string> { $"{PersonFacts.Place.Fact(person, room)}." };
        if (companion is not null)
        {
            steps.Add($"in {room} too? {PersonFacts.Place.Fact(companion, room)}.");
        }
        else if (left is not null)
        {
            steps.Add($"in {room} too? {PersonFacts.Place.Fact(left, elsewhere)}. No other.");
        }
        else
        {
            steps.Add($"in {room} too? No other.");
        }

        var answer = companion is null ? $"Nobody that I know of is with {person}." : $"{companion} is with {person}.";
        return Beat.Ask(Name, draw.Say(WhoIsWith, ("{p}", person)), string.Join(' ', steps), answer);
    }
}
