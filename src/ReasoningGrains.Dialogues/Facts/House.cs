namespace ReasoningGrains.Dialogues.Facts;

/// <summary>Who is where, and who was.</summary>
internal sealed class House
{
    private readonly Dictionary<string, string> places = [];
    private readonly Dictionary<string, List<string>> visitors = [];

    public void Enter(string person, string room)
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
    }

    public string Place(string person) => places[person];

    /// <summary>All who ever were in a room, in the order in which they came first.</summary>
    public IReadOnlyList<string> Ever(string room) => visitors.GetValueOrDefault(room) ?? [];

    /// <summary>Those who are there now, in that order.</summary>
    public IReadOnlyList<string> In(string room) => [.. Ever(room).Where(person => places[person] == room)];
}
