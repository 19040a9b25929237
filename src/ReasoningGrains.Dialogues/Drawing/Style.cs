using System.Text;

namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>How a user types.</summary>
/// <param name="Lower">No capitals, not even in names.</param>
/// <param name="Marks">Sentences end with a mark.</param>
internal sealed record Style(bool Lower, bool Marks)
{
    public static Style Draw(Random random) => random.NextDouble() switch
    {
        < 0.65 => new Style(Lower: false, Marks: true),
        < 0.75 => new Style(Lower: false, Marks: false),
        < 0.85 => new Style(Lower: true, Marks: true),
        _ => new Style(Lower: true, Marks: false),
    };

    /// <summary>A name or a value as this user spells it.</summary>
    public string Case(string text) => Lower ? text.ToLowerInvariant() : text;

    /// <summary>With a capital in front, unless the user has none: an answer spells names as they were told.</summary>
    public string Sentence(string text) => Lower || text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A message of one or several sentences.</summary>
    public string Message(IReadOnlyList<(string Text, bool Asks)> sentences)
    {
        var message = new StringBuilder();
        foreach (var (text, asks) in sentences)
        {
            var follows = message.Length > 0;
            message.Append(follows ? Marks ? " " : Lower ? ", " : ". " : "").Append(Sentence(Case(text)));
            message.Append(!Marks || text.EndsWith('!') ? "" : asks ? "?" : ".");
        }

        return message.ToString();
    }
}
