using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>Who is where, as it is told. A note of it also says who was ever told to be in that room: who is there now is then looked up from names, not from values.</summary>
internal sealed class House
{
    private readonly Dictionary<string, string> places = [];
    private readonly Dictionary<string, List<string>> visitors = [];

    public bool Has(string person) => places.ContainsKey(person);

    public string Place(string person) => places[person];

    /// <summary>All who ever were in a room, in the order in which they came first.</summary>
    public IReadOnlyList<string> Ever(string room) => visitors.GetValueOrDefault(room) ?? [];

    /// <summary>Those who are there now, in that order.</summary>
    public IReadOnlyList<string> In(string room) => [.. Ever(room).Where(person => places[person] == room)];

    /// <summary>Tells where somebody is.</summary>
    public Beat Tell(Draw draw, string task, string person, string room) => Enter(task, person, room, PersonFacts.Place.Say(draw, person, room));

    /// <summary>Tells that somebody went elsewhere.</summary>
    public Beat Move(Draw draw, string task, string person, string room) => Enter(task, person, room, Moves.Say(draw, person, room));

    /// <summary>What a look for a room finds: <c>in the kitchen: Anna, Ben</c>.</summary>
    public string Roster(string room) => $"in {room}: {string.Join(", ", Ever(room))}";

    private Beat Enter(string task, string person, string room, string said)
    {
        places[person] = room;
        if (!visitors.TryGetValue(room, out var before))
        {
            visitors[room] = before = [];
        }

        if (!before.Contains(person))
        {
            before.Add(person);
        }

        return Beat.Tell(task, said, $"{PersonFacts.Place.Fact(person, room)}; {Roster(room)}");
    }
}
