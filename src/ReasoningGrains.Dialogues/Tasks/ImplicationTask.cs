using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Chains of rules with invented nouns: every dax is a wug, every wug is a fep. All that follows is written down first; what is asked is then looked up in it like anything told.</summary>
internal sealed class ImplicationTask : IDialogueTask
{
    private const double ToldShare = 0.3;
    private static readonly string[] English = ["the", "to", "so", "no", "do", "me", "he", "we", "be", "go", "my", "ten", "man", "men", "her", "him", "let", "get", "not", "tell", "she", "they", "room", "tool", "for", "pet", "hat", "win", "than", "then", "them", "some", "more", "like", "have", "were", "what", "who", "where", "when", "how", "is", "are", "it", "in", "on", "of", "at", "add", "cat", "dog", "lamp", "pen", "red", "ten", "two", "one", "put", "can", "did", "does", "you", "your", "here", "there", "tea", "baker", "pilot", "miner"];
    private static readonly Wording Rules = Wording.Telling("every {a} is a {b}", "each {a} is a {b}", "any {a} is a {b}", "if something is a {a}, it is a {b}", "a {a} is always a {b}");
    private static readonly Wording Members = Wording.Telling("{p} is a {a}", "{p} is one {a}", "we know that {p} is a {a}", "{p} is called a {a}");
    private static readonly Wording Asking = Wording.Asking("is {p} a {a}", "is it true that {p} is a {a}", "does it follow that {p} is a {a}", "can we say that {p} is a {a}", "is {p} a {a} or not", "must {p} be a {a}");

    public string Name => "implication";

    public double Weight(double progress) => 1.2 + 1.2 * progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        string[] kinds = [.. Enumerable.Range(0, draw.Harder(2, 4) + 1).Select(_ => Kind(draw))];
        var person = Names.Person(draw, "kind");
        var start = draw.Between(0, Math.Max(0, kinds.Length - 3));
        // Beside the chain: a rule that does not apply, told of all the same.
        string[] beside = draw.Chance(0.6) ? [Kind(draw), draw.Chance(0.5) ? Kind(draw) : kinds[draw.Between(1, kinds.Length - 1)]] : [];
        var beats = Pairs(kinds).Concat(Pairs(beside)).Select(pair => Beat.Tell(Name, draw.Say(Rules, ("{a}", pair.Lower), ("{b}", pair.Upper)), Rule(pair.Lower, pair.Upper))).ToList();
        beats.Add(Beat.Tell(Name, draw.Say(Members, ("{p}", person), ("{a}", kinds[start])), Member(person, kinds[start])));
        foreach (var beat in draw.Shuffled(beats))
        {
            yield return beat;
        }

        string[] told = [.. kinds[..start], .. beside.Except(kinds)];
        for (var left = draw.Between(1, 3); left > 0; left--)
        {
            yield return draw.Chance(0.5)
                ? Yes(draw, person, draw.Pick(kinds[(draw.Chance(ToldShare) ? start : start + 1)..]), kinds[start..])
                : No(draw, person, told.Length > 0 && draw.Chance(0.6) ? draw.Pick(told) : Kind(draw), kinds[start..]);
        }
    }

    private Beat Yes(Draw draw, string person, string asked, string[] chain) =>
        Beat.Ask(Name, Question(draw, person, asked), $"{Steps(person, chain)} {Follows(person, asked)}", $"Yes, {person} is a {asked}.");

    private Beat No(Draw draw, string person, string asked, string[] chain) =>
        Beat.Ask(Name, Question(draw, person, asked), $"{Steps(person, chain)} {person} {asked}? Never told.", $"Nothing says that {person} is a {asked}.");

    private static string Question(Draw draw, string person, string kind) => draw.Say(Asking, ("{p}", person), ("{a}", kind));

    private static IEnumerable<(string Lower, string Upper)> Pairs(string[] chain) => chain.Zip(chain.Skip(1));

    /// <summary>Rule by rule up to the last that applies.</summary>
    private static string Steps(string person, string[] chain) =>
        string.Join(' ', [.. chain.Select((kind, at) => $"{(at == 0 ? Member(person, kind) : Rule(chain[at - 1], kind))}; {Follows(person, kind)}"), $"every {chain[^1]}? Never told."]);

    /// <summary>In words that stand nowhere but among what follows, so that a look for them finds nothing else.</summary>
    private static string Follows(string person, string kind) => $"{person} {kind} yes.";

    private static string Rule(string a, string b) => $"every {a} is a {b}";

    private static string Member(string person, string kind) => $"{person} is a {kind}";

    /// <summary>A short word that begins with a consonant, for the article.</summary>
    private static string Kind(Draw draw) => draw.Fresh(static d =>
    {
        while (true)
        {
            var word = Names.Word(d, d.Between(1, 2));
            if (!"aeiou".Contains(word[0], StringComparison.Ordinal) && word[^1] is not ('s' or 'x') && !English.Contains(word))
            {
                return word;
            }
        }
    });
}
