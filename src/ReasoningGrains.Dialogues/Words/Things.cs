using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Words;

/// <summary>Things that can be carried, bought, locked or counted.</summary>
internal static class Things
{
    private static readonly string[] Nouns =
    [
        "lamp", "key", "book", "ball", "hat", "cup", "box", "ring", "map", "phone", "coin", "umbrella", "bag", "camera", "watch", "letter", "knife", "rope", "torch", "pen", "scarf", "coat", "ticket",
        "guitar", "bottle", "drum", "kite", "mirror", "clock", "radio", "chair", "blanket", "basket", "laptop", "ladder", "hammer", "bike",
    ];

    private static readonly string[] Adjectives = ["old", "new", "small", "big", "heavy", "broken", "wooden", "round"];
    private static readonly string[] Locks = ["safe", "locker", "door", "gate", "alarm", "vault", "suitcase", "bike lock", "garage", "office", "cabinet", "wifi", "server", "printer", "lift"];

    public static IReadOnlyList<string> Colours { get; } = ["red", "blue", "green", "yellow", "black", "white", "brown", "pink", "grey", "orange", "purple", "silver", "golden"];

    /// <summary>With its article: <c>the red lamp</c>.</summary>
    public static string Carried(Draw draw) => Described(draw, Nouns);

    /// <summary>Something that a code opens, with its article.</summary>
    public static string Lock(Draw draw) => Described(draw, Locks);

    private static string Described(Draw draw, string[] nouns) => draw.Fresh(d => d.Between(0, 9) switch
    {
        < 4 => $"the {d.Pick(nouns)}",
        < 7 => $"the {d.Pick(Colours)} {d.Pick(nouns)}",
        < 9 => $"the {d.Pick(Adjectives)} {d.Pick(nouns)}",
        _ => $"the {d.Pick(Adjectives)} {d.Pick(Colours)} {d.Pick(nouns)}",
    });
}
