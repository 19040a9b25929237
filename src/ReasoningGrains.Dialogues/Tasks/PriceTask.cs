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
        var (prices, questions) = Prices(draw);
        foreach (var price in prices)
        {
            yield return ThingFacts.Price.Tell(draw, Name, price.Thing, Columns.Text(price.Amount));
        }

        for (var left = draw.Between(1, 2); left > 0; left--)
        {
            yield return draw.Pick(questions)();
        }
    }

    /// <summary>Prices of which at least two may be added or subtracted, and those questions.</summary>
    private (List<Priced> Prices, List<Func<Beat>> Questions) Prices(Draw draw)
    {
        string[] things = [.. Enumerable.Range(0, draw.Harder(2, 4)).Select(_ => Things.Carried(draw, ThingFacts.Price.Statement))];
        while (true)
        {
            var prices = things.Zip(draw.Shuffled(Enumerable.Range(2, draw.Harder(97, 900))), (thing, amount) => new Priced(thing, amount)).ToList();
            var questions = new List<Func<Beat>>();
            foreach (var (one, other) in NumberPairs.Of(draw.Shuffled(prices)))
            {
                // Counting steps through these in training: they are no test.
                if (draw.Split == Split.Evaluation && NumberPairs.IsCounted(one.Amount, other.Amount))
                {
                    continue;
                }

                if (NumberPairs.Adds(draw.Split, one.Amount, other.Amount))
                {
                    questions.Add(() => Sum(draw, one, other));
                }

                if (NumberPairs.Compares(draw.Split, one.Amount, other.Amount))
                {
                    questions.Add(() => one.Amount > other.Amount ? Difference(draw, one, other) : Difference(draw, other, one));
                }
            }

            if (questions.Count > 0)
            {
                return (prices, questions);
            }
        }
    }

    private Beat Sum(Draw draw, Priced a, Priced b) =>
        Beat.Ask(Name, draw.Say(Together, ("{s}", a.Thing), ("{t}", b.Thing)), $"{Facts(a, b)} {ColumnSum.Write(a.Amount, b.Amount)}", $"{draw.Style.Sentence(a.Thing)} and {b.Thing} cost {a.Amount + b.Amount} together.");

    private Beat Difference(Draw draw, Priced a, Priced b) =>
        Beat.Ask(Name, draw.Say(More, ("{s}", a.Thing), ("{t}", b.Thing)), $"{Facts(a, b)} {ColumnDifference.Write(a.Amount, b.Amount)}", $"{draw.Style.Sentence(a.Thing)} costs {a.Amount - b.Amount} more than {b.Thing}.");

    private static string Facts(Priced a, Priced b) =>
        $"{ThingFacts.Price.Fact(a.Thing, Columns.Text(a.Amount))}. {ThingFacts.Price.Fact(b.Thing, Columns.Text(b.Amount))}.";

    private sealed record Priced(string Thing, int Amount);
}
