using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Chains of rules with invented nouns: every dax is a wug, every wug is a fep. Each step asks again for what is asked, so that it stands beside what was reached.</summary>
internal sealed class ImplicationTask : IDialogueTask
{
    private static readonly Wording Rules = Wording.Telling("every {a} is a {b}", "each {a} is a {b}", "any {a} is a {b}", "if something is a {a}, it is a {b}", "a {a} is always a {b}");
    private static readonly Wording Members = Wording.Telling("{p} is a {a}", "{p} is one {a}", "we know that {p} is a {a}", "{p} is called a {a}");
    private static readonly Wording Asking = Wording.Asking("is {p} a {a}", "is it true that {p} is a {a}", "does it follow that {p} is a {a}", "can we say that {p} is a {a}", "is {p} a {a} or not", "must {p} be a {a}");

    public string Name => "implication";

    public double Weight(double progress) => 1 + 0.6 * progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        string[] kinds = [.. Enumerable.Range(0, draw.Harder(2, 4) + 1).Select(_ => Kind(draw))];
        var person = Names.Person(draw);
        var start = draw.Between(0, Math.Max(0, kinds.Length - 3));
        var beats = kinds.Zip(kinds.Skip(1), (a, b) => Beat.Tell(Name, draw.Say(Rules, ("{a}", a), ("{b}", b)), Rule(a, b))).ToList();
        beats.Add(Beat.Tell(Name, draw.Say(Members, ("{p}", person), ("{a}", kinds[start])), Member(person, kinds[start])));
        foreach (var beat in draw.Shuffled(beats))
        {
            yield return beat;
        }

        yield return Yes(draw, person, kinds[start..(draw.Between(start + 1, kinds.Length - 1) + 1)]);
        if (draw.Chance(0.6))
        {
            var wrong = start > 0 && draw.Chance(0.5) ? kinds[start - 1] : Kind(draw);
            yield return No(draw, person, wrong, kinds[start..]);
        }
    }

    private Beat Yes(Draw draw, string person, string[] chain) =>
        Beat.Ask(Name, Question(draw, person, chain[^1]), $"{Steps(person, chain, chain[^1])} So yes.", $"Yes, {person} is a {chain[^1]}.");

    private Beat No(Draw draw, string person, string wrong, string[] chain) =>
        Beat.Ask(Name, Question(draw, person, wrong), $"{Steps(person, chain, wrong)} every {chain[^1]}? Never told.", $"Nothing says that {person} is a {wrong}.");

    private static string Question(Draw draw, string person, string kind) => draw.Say(Asking, ("{p}", person), ("{a}", kind));

    private static string Steps(string person, string[] chain, string asked) =>
        string.Join(' ', chain.Select((kind, at) => $"{(at == 0 ? Member(person, kind) : Rule(chain[at - 1], kind))}; {asked}? {(kind == asked ? "yes" : "no")}."));

    private static string Rule(string a, string b) => $"every {a} is a {b}";

    private static string Member(string person, string kind) => $"{person} is a {kind}";

    /// <summary>A short word that begins with a consonant, for the article.</summary>
    private static string Kind(Draw draw) => draw.Fresh(static d =>
    {
        while (true)
        {
            var word = Names.Word(d, d.Between(1, 2));
            if (!"aeiou".Contains(word[0], StringComparison.Ordinal) && word[^1] is not ('s' or 'x'))
            {
                return word;
            }
        }
    });
}
