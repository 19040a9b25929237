using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>
/// Who is where, as it is told. A note of it also says who is now in that room and in the one that was left: a question about a room then has one place to look at, and nobody to rule out.
/// Which note of the room it is comes first: these words stand nowhere else, so the rest is copied from there and from no older note.
/// </summary>
internal sealed class House
{
    private const string Nobody = "nobody";
    private readonly Dictionary<string, string> places = [];
    private readonly Dictionary<string, List<string>> rooms = [];
    private readonly Dictionary<string, int> notes = [];

    public bool Has(string person) => places.ContainsKey(person);

    public string Place(string person) => places[person];

    /// <summary>Whether anybody was ever told to be there.</summary>
    public bool Knows(string room) => rooms.ContainsKey(room);

    /// <summary>Those who are there now; who came last is the first.</summary>
    public IReadOnlyList<string> In(string room) => rooms[room];

    /// <summary>Tells where somebody is.</summary>
    public Beat Tell(Draw draw, string task, string person, string room) => Enter(task, person, room, PersonFacts.Place.Say(draw, person, room));

    /// <summary>Tells that somebody went elsewhere.</summary>
    public Beat Move(Draw draw, string task, string person, string room) => Enter(task, person, room, Moves.Say(draw, person, room));

    /// <summary>What a look for a room finds: <c>in the kitchen (3): 2, Ben, Anna</c>.</summary>
    public string Roster(string room) => $"in {room} ({notes[room]}): {(In(room).Count == 0 ? "" : $"{In(room).Count}, ")}{Names(In(room))}";

    /// <summary>Names one after the other, or nobody.</summary>
    public static string Names(IReadOnlyList<string> people) => people.Count == 0 ? Nobody : string.Join(", ", people);

    private Beat Enter(string task, string person, string room, string said)
    {
        var note = new List<string>();
        if (places.TryGetValue(person, out var left))
        {
            rooms[left].Remove(person);
            notes[left]++;
            note.AddRange([$"{person} left {left}", Roster(left)]);
        }

        places[person] = room;
        if (!rooms.TryGetValue(room, out var there))
        {
            rooms[room] = there = [];
        }

        there.Insert(0, person);
        notes[room] = notes.GetValueOrDefault(room) + 1;
        note.AddRange([PersonFacts.Place.Fact(person, room), Roster(room)]);
        return Beat.Tell(task, said, string.Join("; ", note));
    }
}
