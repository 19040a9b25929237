using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Worked;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Sums and differences of numbers with up to three digits, worked column by column.</summary>
internal sealed class ArithmeticTask(bool adds) : IDialogueTask
{
    private static readonly Wording Sums = Wording.Asking(
        "what is {a} + {b}", "what is {a} plus {b}", "{a}+{b}.", "{a} + {b}", "how much is {a} plus {b}", "add {a} and {b}.", "what's {a} + {b}", "calculate {a} + {b}.", "what is the sum of {a} and {b}", "{a} plus {b}");

    private static readonly Wording Differences = Wording.Asking(
        "what is {a} - {b}", "what is {a} minus {b}", "{a}-{b}.", "{a} - {b}", "how much is {a} minus {b}", "subtract {b} from {a}.", "what's {a} - {b}", "calculate {a} - {b}.", "take {b} away from {a}.", "{a} minus {b}");

    public string Name => adds ? "sum" : "difference";

    public double Weight(double progress) => adds ? 0.8 : 0.9;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        for (var left = draw.Between(1, 2); left > 0; left--)
        {
            var (a, b) = Operands(draw);
            yield return adds
                ? Beat.AskAlone(Name, draw.Say(Sums, Slots(a, b)), ColumnSum.Write(a, b), $"{a} + {b} = {a + b}.")
                : Beat.AskAlone(Name, draw.Say(Differences, Slots(a, b)), ColumnDifference.Write(a, b), $"{a} - {b} = {a - b}.");
        }
    }

    private (int A, int B) Operands(Draw draw)
    {
        while (true)
        {
            var (a, b) = (Number(draw), Number(draw));
            if (!adds && a < b && !draw.Chance(0.1))
            {
                (a, b) = (b, a);
            }

            // Counting steps through these in training: they are no test.
            if (draw.Split == Split.Evaluation && NumberPairs.IsCounted(a, b))
            {
                continue;
            }

            if (adds ? NumberPairs.Adds(draw.Split, a, b) : NumberPairs.Compares(draw.Split, a, b))
            {
                return (a, b);
            }
        }
    }

    private static int Number(Draw draw) => draw.Harder(0, 9) switch
    {
        0 => draw.Between(0, 99),
        < 3 => draw.Between(0, 9),
        < 5 => draw.Between(10, 99),
        _ => draw.Between(100, 999),
    };

    private static (string, string)[] Slots(int a, int b) => [("{a}", Columns.Text(a)), ("{b}", Columns.Text(b))];
}
