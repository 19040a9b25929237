using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Words;

/// <summary>What people have some of.</summary>
/// <param name="One">Singular.</param>
/// <param name="Many">Plural.</param>
internal sealed record Countable(string One, string Many)
{
    private static readonly Countable[] All =
    [
        .. """
           apple egg coin book card ball pencil ticket stamp orange flower shell stone key sticker marble cookie plum lemon button candle nut cup plate bottle bean rose carrot onion pear toy
           """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(one => new Countable(one, one + "s")),
    ];

    private static readonly string[] NumberWords = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    public static Countable Draw(Draw draw) => draw.PickAlike(All);

    /// <summary>As a user says it: with digits, or now and then a word.</summary>
    public string Said(Draw draw, int count) => count < NumberWords.Length && draw.Chance(0.15) ? Of(count).Replace($"{count}", NumberWords[count], StringComparison.Ordinal) : Of(count);

    /// <summary>With its number: <c>1 apple</c>, <c>3 apples</c>.</summary>
    public string Of(int count) => $"{count} {(count == 1 ? One : Many)}";
}
