using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;
using static ReasoningGrains.Dialogues.Drawing.Wording;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Who is somewhere, and who else is where somebody is.</summary>
internal sealed class SameRoomTask : IDialogueTask
{
    private static readonly Wording WhoIsWith = Asking(
        "who is in the same place as {p}", "who is with {p}", "who else is where {p} is", "who is in the same room as {p}", "who shares a room with {p}", "who is together with {p}", "with whom is {p}");

    private static readonly Wording WhoIsIn = Asking("who is in {r}", "who is in {r} now", "who's in {r}", "whom can I meet in {r}", "who would I find in {r}");
    private static readonly Wording HowManyIn = Asking("how many people are in {r}", "how many are in {r}", "how many people would I find in {r}", "how many people are in {r} now", "count the people in {r}.");

    public string Name => "same-room";

    public double Weight(double progress) => 1.8 + 1.8 * progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        string[] rooms = [.. Enumerable.Range(0, draw.Harder(2, 3)).Select(_ => Places.Room(draw))];
        string[] people = [.. Enumerable.Range(0, draw.Harder(2, 4)).Select(_ => Names.Person(draw, PersonFacts.Place.Statement))];
        var house = new House();
        foreach (var person in people)
        {
            yield return house.Tell(draw, Name, person, draw.Pick(rooms));
        }

        for (var left = draw.Harder(0, 2); left > 0; left--)
        {
            var person = draw.Pick(people);
            yield return house.Move(draw, Name, person, draw.Pick([.. rooms.Where(room => room != house.Place(person))]));
        }

        yield return Companions(draw, house, draw.Pick(people));
        if (draw.Chance(0.6))
        {
            var room = draw.Chance(0.15) ? Places.Room(draw) : draw.Pick(rooms);
            yield return draw.Chance(0.6) ? Occupants(draw, house, room) : Number(draw, house, room);
        }
    }

    private Beat Companions(Draw draw, House house, string person)
    {
        var room = house.Place(person);
        string[] others = [.. house.In(room).Where(other => other != person)];
        var think = $"{PersonFacts.Place.Fact(person, room)}. {house.Roster(room)}. Without {person}: {House.Names(others)}.";
        var answer = others.Length == 0 ? $"Nobody that I know of is with {person}." : $"{Listed(others)} {(others.Length == 1 ? "is" : "are")} with {person}.";
        return Beat.Ask(Name, draw.Say(WhoIsWith, ("{p}", person)), think, answer);
    }

    private Beat Occupants(Draw draw, House house, string room)
    {
        var asked = draw.Say(WhoIsIn, ("{r}", room));
        if (!house.Knows(room))
        {
            return Untold(asked, room);
        }

        var people = house.In(room);
        var answer = people.Count == 0 ? $"Nobody that I know of is in {room}." : $"{Listed(people)} {(people.Count == 1 ? "is" : "are")} in {room}.";
        return Beat.Ask(Name, asked, $"{house.Roster(room)}.", answer);
    }

    private Beat Number(Draw draw, House house, string room)
    {
        var asked = draw.Say(HowManyIn, ("{r}", room));
        if (!house.Knows(room))
        {
            return Untold(asked, room);
        }

        var people = house.In(room);
        return Beat.Ask(Name, asked, $"{house.Roster(room)}.", people.Count == 1 ? $"There is 1 person in {room}." : $"There are {people.Count} people in {room}.");
    }

    private Beat Untold(string asked, string room) => Beat.Ask(Name, asked, $"in {room}? Never told.", Replies.Unknown);

    private static string Listed(IReadOnlyList<string> people) => people.Count == 1 ? people[0] : $"{string.Join(", ", people.SkipLast(1))} and {people[^1]}";
}
