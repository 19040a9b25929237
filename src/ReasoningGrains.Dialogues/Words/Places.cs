using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Words;

/// <summary>Where people and things can be. No two threads of a dialogue share a room, so who is where has one answer.</summary>
internal static class Places
{
    private static readonly string[] Plain =
    [
        "kitchen", "garden", "hall", "garage", "cellar", "attic", "office", "library", "bathroom", "bedroom", "park", "school", "station", "market", "museum", "cinema", "gym", "lab", "barn", "harbour",
        "church", "hospital", "bakery", "forest", "tower", "castle", "living room", "workshop", "studio", "shop", "cafe", "bank", "hotel", "airport", "pool", "stadium",
    ];

    private static readonly string[] Kinds = ["room", "tent", "cabin", "hut", "house", "lounge", "corridor", "bus", "boat"];

    private static readonly string[] Cities =
    [
        "Paris", "London", "Berlin", "Rome", "Madrid", "Vienna", "Oslo", "Lima", "Tokyo", "Cairo", "Dublin", "Prague", "Warsaw", "Athens", "Lisbon", "Boston", "Chicago", "Delhi", "Sydney", "Toronto",
        "Zurich", "Hamburg", "Munich", "Milan", "Geneva", "Seoul", "Nairobi", "Quito", "Havana", "Helsinki",
    ];

    /// <summary>With its article, <c>the kitchen</c>; or <c>room 12</c>.</summary>
    public static string Room(Draw draw) => draw.Unused(
        static d => d.Between(0, 9) switch
        {
            < 6 => $"the {d.Pick(Plain)}",
            < 9 => $"the {d.Pick(Things.Colours)} {d.Pick(Kinds)}",
            _ => $"room {d.Between(1, 9999)}",
        },
        Resembling);

    public static string City(Draw draw) => draw.Style.Case(draw.Chance(0.7) ? draw.Pick(Cities) : Names.Invented(draw));

    private static string OneDigitOf(string number, Draw draw)
    {
        var at = draw.Between(0, number.Length - 1);
        return number[..at] + (char)('0' + draw.Between(at == 0 ? 1 : 0, 9)) + number[(at + 1)..];
    }

    /// <summary>Another of the same kind or of the same colour; of a plain room there is none.</summary>
    private static string Resembling(Draw draw, string other) => other.Split(' ') switch
    {
        ["room", var number] => $"room {OneDigitOf(number, draw)}",
        ["the", var colour, var kind] when Things.Colours.Contains(colour) => draw.Chance(0.5) ? $"the {colour} {draw.Pick(Kinds)}" : $"the {draw.Pick(Things.Colours)} {kind}",
        _ => $"the {draw.Pick(Plain)}",
    };
}
