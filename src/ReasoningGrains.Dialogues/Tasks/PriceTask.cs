using System.Globalization;
using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;
using ReasoningGrains.Dialogues.Words;
using ReasoningGrains.Dialogues.Worked;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Prices that were told, added or compared: facts from afar and then a calculation.</summary>
internal sealed class PriceTask : IDialogueTask
{
    private static readonly Wording Together = Wording.Asking(
        "what do {s} and {t} cost together", "how much are {s} and {t} together", "what is the price of {s} and {t} together", "how much do I pay for {s} and {t}", "add up the prices of {s} and {t}.");

    private static readonly Wording More = Wording.Asking(
        "how much more does {s} cost than {t}", "what is the difference in price between {s} and {t}", "by how much is {s} dearer than {t}", "how much cheaper is {t} than {s}");

    public string Name => "prices";

    public double Weight(double progress) => 0.9 + 0.4 * progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var count = draw.Harder(2, 4);
        var prices = draw.Shuffled(Enumerable.Range(2, draw.Harder(97, 900))).Take(count).ToDictionary(_ => Things.Carried(draw), price => price);
        foreach (var (thing, price) in prices)
        {
            yield return ThingFacts.Price.Tell(draw, Name, thing, price.ToString(CultureInfo.InvariantCulture));
        }

        for (var left = draw.Between(1, 2); left > 0; left--)
        {
            var two = draw.Shuffled(prices).Take(2).ToArray();
            yield return draw.Chance(0.6) ? Sum(draw, two[0], two[1]) : two[0].Value > two[1].Value ? Difference(draw, two[0], two[1]) : Difference(draw, two[1], two[0]);
        }
    }

    private Beat Sum(Draw draw, KeyValuePair<string, int> a, KeyValuePair<string, int> b) =>
        Beat.Ask(Name, draw.Say(Together, ("{s}", a.Key), ("{t}", b.Key)), $"{Facts(a, b)} {ColumnSum.Write(a.Value, b.Value)}", $"{draw.Style.Sentence(a.Key)} and {b.Key} cost {a.Value + b.Value} together.");

    private Beat Difference(Draw draw, KeyValuePair<string, int> a, KeyValuePair<string, int> b) =>
        Beat.Ask(Name, draw.Say(More, ("{s}", a.Key), ("{t}", b.Key)), $"{Facts(a, b)} {ColumnDifference.Write(a.Value, b.Value)}", $"{draw.Style.Sentence(a.Key)} costs {a.Value - b.Value} more than {b.Key}.");

    private static string Facts(KeyValuePair<string, int> a, KeyValuePair<string, int> b) =>
        $"{ThingFacts.Price.Fact(a.Key, Columns.Text(a.Value))}. {ThingFacts.Price.Fact(b.Key, Columns.Text(b.Value))}.";
}
