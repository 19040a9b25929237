using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Words;

/// <summary>Names of people and pets. More than half are made of syllables: a model that has to copy those learns to copy any name.</summary>
internal static class Names
{
    private static readonly string[] Onsets = ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "br", "dr", "gr", "kr", "sh", "st", "tr", "th", "", "c", "ch", "cl", "fl", "bl", "y", "qu", "sl", "sp"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ei", "oo", "ie", "ia", "ae", "ou", "ea"];
    private static readonly string[] Codas = ["", "", "", "n", "l", "r", "s", "m", "k", "t", "nd", "x", "ck", "ce", "ll", "ch", "y", "d"];

    /// <summary>Somebody of whom nothing else is told.</summary>
    public static string Person(Draw draw) => draw.Fresh(
        static d => d.Between(0, 9) switch
        {
            < 4 => d.Pick(FirstNames.All),
            4 => Spliced(d.Pick(FirstNames.All), d.Pick(FirstNames.All)),
            _ => Invented(d),
        },
        Resembling);

    /// <summary>Somebody of whom other threads may tell something else.</summary>
    public static string Person(Draw draw, string about) => draw.Subject("person", about, Person);

    /// <summary>An invented word with a capital.</summary>
    public static string Invented(Draw draw)
    {
        var word = Word(draw);
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    /// <summary>An invented word of two or three syllables.</summary>
    public static string Word(Draw draw) => Word(draw, draw.Chance(0.75) ? 2 : 3);

    /// <summary>An invented word.</summary>
    public static string Word(Draw draw, int syllables) =>
        string.Concat(Enumerable.Range(0, syllables).Select(at => draw.Pick(Onsets) + draw.Pick(Vowels) + (at == syllables - 1 ? draw.Pick(Codas) : "")));

    /// <summary>The beginning of one name and the end of another: spellings that syllables do not have.</summary>
    private static string Spliced(string one, string other) => one[..((one.Length + 1) / 2)] + other[(other.Length / 2)..].ToLowerInvariant();

    /// <summary>Differs in its beginning, its end or a vowel.</summary>
    private static string Resembling(Draw draw, string name)
    {
        var vowels = Enumerable.Range(0, name.Length).Where(at => IsVowel(name[at])).ToArray();
        var word = name.ToLowerInvariant();
        word = draw.Between(0, 2) switch
        {
            0 when vowels.Length > 1 => draw.Pick(Onsets) + word[vowels[0]..],
            1 when vowels.Length > 0 && draw.Pick(vowels) is var at => word[..at] + "aeiou"[draw.Between(0, 4)] + word[(at + 1)..],
            _ => (vowels.Length > 1 ? word[..(vowels[^1] + 1)] : word) + draw.Pick(Codas),
        };
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private static bool IsVowel(char letter) => "aeiouAEIOU".Contains(letter, StringComparison.Ordinal);
}
