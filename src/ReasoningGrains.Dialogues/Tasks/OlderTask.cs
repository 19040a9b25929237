using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;
using ReasoningGrains.Dialogues.Worked;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Ages that were told, compared.</summary>
internal sealed class OlderTask : IDialogueTask
{
    private static readonly Wording Older = Wording.Asking("who is older, {p} or {q}", "is {p} or {q} older", "who is the older one, {p} or {q}", "which of {p} and {q} is older", "who has lived longer, {p} or {q}");
    private static readonly Wording Younger = Wording.Asking("who is younger, {p} or {q}", "is {p} or {q} younger", "who is the younger one, {p} or {q}", "which of {p} and {q} is younger");

    public string Name => "older";

    public double Weight(double progress) => 1 + 0.4 * progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var (ages, pairs) = Ages(draw);
        foreach (var (person, age) in ages)
        {
            yield return PersonFacts.Age.Tell(draw, Name, person, Columns.Text(age));
        }

        for (var left = draw.Between(1, 2); left > 0; left--)
        {
            var two = draw.Pick(pairs);
            var ((p, a), (q, b)) = draw.Chance(0.5) ? (two.One, two.Other) : (two.Other, two.One);
            var older = draw.Chance(0.6);
            var chosen = older == a > b ? p : q;
            var think = $"{PersonFacts.Age.Fact(p, Columns.Text(a))}. {PersonFacts.Age.Fact(q, Columns.Text(b))}. {DigitComparison.Write(a, b)} {Both(a > b ? (p, q) : (q, p))}";
            yield return Beat.Ask(Name, draw.Say(older ? Older : Younger, ("{p}", p), ("{q}", q)), think, $"The {(older ? "older" : "younger")} one is {chosen}.");
        }
    }

    /// <summary>Ages of which at least two may be compared, and those pairs.</summary>
    private static (List<Aged> Ages, List<(Aged One, Aged Other)> Pairs) Ages(Draw draw)
    {
        string[] people = [.. Enumerable.Range(0, draw.Harder(2, 4)).Select(_ => Names.Person(draw, PersonFacts.Age.Statement))];
        while (true)
        {
            var ages = people.Zip(draw.Shuffled(Enumerable.Range(2, 97)), (person, age) => new Aged(person, age)).ToList();
            var pairs = NumberPairs.Of(ages).Where(two => NumberPairs.Compares(draw.Split, two.One.Age, two.Other.Age)).ToList();
            if (pairs.Count > 0)
            {
                return (ages, pairs);
            }
        }
    }

    private static string Both((string Older, string Younger) two) => $"older {two.Older}, younger {two.Younger}.";

    private sealed record Aged(string Person, int Age);
}
