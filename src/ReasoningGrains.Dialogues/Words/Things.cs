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

    /// <summary>One of which other threads may tell something else.</summary>
    public static string Carried(Draw draw, string about) => draw.Subject("thing", about, Carried);

    /// <summary>Likewise.</summary>
    public static string Lock(Draw draw, string about) => draw.Subject("lock", about, Lock);

    /// <summary>With its article: <c>the red lamp</c>.</summary>
    public static string Carried(Draw draw) => draw.Fresh(static d => Described(d, d.Pick(Nouns)), static (d, other) => Resembling(d, other, Nouns));

    /// <summary>Something that a code opens, with its article.</summary>
    public static string Lock(Draw draw) => draw.Fresh(static d => Described(d, d.Pick(Locks)), static (d, other) => Resembling(d, other, Locks));

    /// <summary>Whether single ones of them are told of.</summary>
    public static bool IsCarried(string noun) => Nouns.Contains(noun);

    /// <summary>Whether the two could be the same thing, described more or less closely: <c>the lamp</c> and <c>the brown lamp</c>.</summary>
    public static bool CouldBeOne(string thing, string other)
    {
        string[] words = thing.Split(' '), others = other.Split(' ');
        return words.Length > 1 && string.Equals(words[^1], others[^1], StringComparison.OrdinalIgnoreCase)
            && words.Intersect(others, StringComparer.OrdinalIgnoreCase).Count() == Math.Min(words.Length, others.Length);
    }

    private static string Described(Draw draw, string noun) => draw.Between(0, 9) switch
    {
        < 4 => $"the {noun}",
        < 7 => $"the {draw.Pick(Colours)} {noun}",
        < 9 => $"the {draw.Pick(Adjectives)} {noun}",
        _ => $"the {draw.Pick(Adjectives)} {draw.Pick(Colours)} {noun}",
    };

    /// <summary>The same thing described otherwise, or another that is described so.</summary>
    private static string Resembling(Draw draw, string other, string[] nouns)
    {
        var noun = nouns.Where(noun => other.EndsWith($" {noun}", StringComparison.Ordinal)).MaxBy(noun => noun.Length)!;
        return draw.Chance(0.5) ? Described(draw, noun) : other[..^noun.Length] + draw.Pick(nouns);
    }
}
