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
    /// <param name="sentences">One that ends with a mark keeps it, unless this user writes none: a request that is no question ends with a full stop.</param>
    /// <param name="joint">Put between two sentences, <c> and </c>; null starts a new sentence.</param>
    public string Message(IReadOnlyList<(string Text, bool IsQuestion)> sentences, string? joint = null)
    {
        var message = new StringBuilder();
        for (var at = 0; at < sentences.Count; at++)
        {
            var (text, isQuestion) = sentences[at];
            var follows = Follows(at);
            var marked = text[^1] is '.' or '!';
            message.Append(at == 0 ? "" : follows ? joint : Marks ? " " : Lower ? ", " : ". ");
            message.Append(follows ? Case(text) : Sentence(Case(text)));
            if (marked && !Marks)
            {
                message.Length--;
            }
            else if (Marks && !marked && !(at + 1 < sentences.Count && Follows(at + 1)))
            {
                message.Append(isQuestion ? '?' : '.');
            }
        }

        return message.ToString();

        bool Follows(int at) => at > 0 && joint is not null && !sentences[at].IsQuestion && !sentences[at].Text.StartsWith("and ", StringComparison.Ordinal);
    }
}
