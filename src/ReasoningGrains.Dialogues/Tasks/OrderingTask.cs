using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>An order told in pairs of neighbours, and what follows from several of them. All that follows for one of them is written down first; what is asked is then looked up in it like anything told.</summary>
internal sealed class OrderingTask : IDialogueTask
{
    private const double ToldShare = 0.2;
    private static readonly string[][] Scales = [["taller", "tallest", "shorter"], ["faster", "fastest", "slower"], ["stronger", "strongest", "weaker"], ["richer", "richest", "poorer"], ["louder", "loudest", "quieter"]];
    private static readonly Wording Pairs = Wording.Telling("{p} is {m} than {q}", "{q} is {l} than {p}", "we know that {p} is {m} than {q}", "{p} is a bit {m} than {q}", "{p} is much {m} than {q}");
    private static readonly Wording Whether = Wording.Asking("is {p} {m} than {q}", "is it true that {p} is {m} than {q}", "does it follow that {p} is {m} than {q}", "can we say that {p} is {m} than {q}", "is {p} really {m} than {q}");
    private static readonly Wording Top = Wording.Asking("who is the {m} of {all}", "who is {m}: {all}", "who is the {m} among {all}", "of {all}, who is the {m}");

    public string Name => "ordering";

    public double Weight(double progress) => 1.2 + 1.2 * progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var scale = draw.PickAlike(Scales);
        string[] order = [.. Enumerable.Range(0, draw.Harder(3, 5)).Select(_ => Names.Person(draw, scale[0]))];
        foreach (var at in draw.Shuffled(Enumerable.Range(0, order.Length - 1)))
        {
            yield return Beat.Tell(Name, draw.Say(Pairs, ("{p}", order[at]), ("{q}", order[at + 1]), ("{m}", scale[0]), ("{l}", scale[2])), $"{Pair(scale, order[at], order[at + 1])}; {Less(scale, order[at + 1], order[at])}");
        }

        for (var left = draw.Between(1, 2); left > 0; left--)
        {
            // Of neighbours it was told; what has to be concluded is asked more often.
            var apart = draw.Chance(ToldShare) ? 1 : 2;
            var first = draw.Between(0, order.Length - 1 - apart);
            var last = draw.Between(first + apart, order.Length - 1);
            yield return draw.Chance(0.6) ? Yes(draw, scale, order, first, last) : No(draw, scale, order, first, last);
        }

        if (draw.Chance(0.4))
        {
            yield return Best(draw, scale, order);
        }
    }

    private Beat Yes(Draw draw, string[] scale, string[] order, int first, int last) =>
        Beat.Ask(Name, Question(draw, scale, order[first], order[last]), $"{Steps(scale, order[first..])} {Over(order[first], order[last])}.", $"Yes, {Pair(scale, order[first], order[last])}.");

    /// <summary>What is asked does not follow; its contrary does.</summary>
    private Beat No(Draw draw, string[] scale, string[] order, int first, int last) => Beat.Ask(
        Name,
        Question(draw, scale, order[last], order[first]),
        $"{Steps(scale, order[last..])} {Over(order[last], order[first])}? Never told. {Steps(scale, order[first..])} {Over(order[first], order[last])}.",
        $"No, {Pair(scale, order[first], order[last])}.");

    /// <summary>Climbs from the first that is named.</summary>
    private Beat Best(Draw draw, string[] scale, string[] order)
    {
        var named = draw.Shuffled(order);
        var up = order[..(Array.IndexOf(order, named[0]) + 1)].Reverse().ToArray();
        var steps = up.Zip(up.Skip(1), (lower, upper) => $"{Less(scale, lower, upper)}.");
        return Beat.Ask(
            Name,
            draw.Say(Top, ("{m}", scale[1]), ("{all}", $"{string.Join(", ", named[..^1])} and {named[^1]}")),
            string.Join(' ', [.. steps, $"{order[0]} is {scale[2]} than? Never told."]),
            $"{order[0]} is the {scale[1]}.");
    }

    private static string Question(Draw draw, string[] scale, string p, string q) => draw.Say(Whether, ("{p}", p), ("{q}", q), ("{m}", scale[0]));

    /// <summary>Neighbour by neighbour down to the last; each step says what it means for the first.</summary>
    private static string Steps(string[] scale, string[] chain) =>
        string.Join(' ', [.. chain.Zip(chain.Skip(1), (a, b) => $"{Pair(scale, a, b)}; {Over(chain[0], b)}."), $"{chain[^1]} is {scale[0]} than? Never told."]);

    private static string Over(string first, string other) => $"{first} over {other}";

    private static string Pair(string[] scale, string more, string less) => $"{more} is {scale[0]} than {less}";

    private static string Less(string[] scale, string less, string more) => $"{less} is {scale[2]} than {more}";
}
