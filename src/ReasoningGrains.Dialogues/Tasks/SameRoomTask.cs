using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;
using static ReasoningGrains.Dialogues.Drawing.Wording;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Who is somewhere, and who else is where somebody is. All who were ever told to be there are gone through; those who left drop out.</summary>
internal sealed class SameRoomTask : IDialogueTask
{
    private static readonly Wording WhoIsWith = Asking(
        "who is in the same place as {p}", "who is with {p}", "who else is where {p} is", "who is in the same room as {p}", "who shares a room with {p}", "who is together with {p}", "with whom is {p}");

    private static readonly Wording WhoIsIn = Asking("who is in {r}", "who is in {r} now", "who's in {r}", "whom can I meet in {r}", "who would I find in {r}");
    private static readonly Wording HowManyIn = Asking("how many people are in {r}", "how many are in {r}", "how many people would I find in {r}", "how many people are in {r} now", "count the people in {r}.");

    public string Name => "same-room";

    public double Weight(double progress) => 1.2 + progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        string[] rooms = [.. Enumerable.Range(0, draw.Harder(2, 3)).Select(_ => Places.Room(draw))];
        string[] people = [.. Enumerable.Range(0, draw.Harder(2, 4)).Select(_ => Names.Person(draw))];
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
        var others = house.In(room).Where(other => other != person).ToArray();
        var think = $"{PersonFacts.Place.Fact(person, room)}. {Look(house, room, person)}";
        var answer = others.Length == 0 ? $"Nobody that I know of is with {person}." : $"{Listed(others)} {(others.Length == 1 ? "is" : "are")} with {person}.";
        return Beat.Ask(Name, draw.Say(WhoIsWith, ("{p}", person)), think, answer);
    }

    private Beat Occupants(Draw draw, House house, string room)
    {
        var people = house.In(room);
        var answer = house.Ever(room).Count == 0 ? Replies.Unknown
            : people.Count == 0 ? $"Nobody that I know of is in {room}."
            : $"{Listed(people)} {(people.Count == 1 ? "is" : "are")} in {room}.";
        return Beat.Ask(Name, draw.Say(WhoIsIn, ("{r}", room)), Look(house, room, ""), answer);
    }

    private Beat Number(Draw draw, House house, string room)
    {
        var people = house.In(room);
        var counted = people.Count == 0 ? "" : $" {string.Join(", ", people.Select((person, at) => $"{person} {at + 1}"))}.";
        var answer = house.Ever(room).Count == 0 ? Replies.Unknown : people.Count == 1 ? $"There is 1 person in {room}." : $"There are {people.Count} people in {room}.";
        return Beat.Ask(Name, draw.Say(HowManyIn, ("{r}", room)), Look(house, room, "") + counted, answer);
    }

    /// <summary>Goes through the roster of a room; the one who is asked about does not count.</summary>
    private static string Look(House house, string room, string asked)
    {
        if (house.Ever(room).Count == 0)
        {
            return $"in {room}? Never told.";
        }

        string[] there = [.. house.In(room).Where(person => person != asked)];
        var checks = house.Ever(room).Select(person => person == asked ? $"{person}: asked." : $"{PersonFacts.Place.Fact(person, house.Place(person))}: {(house.Place(person) == room ? "yes" : "no")}.");
        return $"{house.Roster(room)}. {string.Join(' ', checks)} So {(there.Length == 0 ? "nobody" : Listed(there))}.";
    }

    private static string Listed(IReadOnlyList<string> people) => people.Count == 1 ? people[0] : $"{string.Join(", ", people.SkipLast(1))} and {people[^1]}";
}
