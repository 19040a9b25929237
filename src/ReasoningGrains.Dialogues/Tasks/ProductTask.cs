using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Worked;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Small products: the times table, and numbers of two digits times one.</summary>
internal sealed class ProductTask : IDialogueTask
{
    private static readonly Wording Products = Wording.Asking(
        "what is {a} times {b}", "what is {a} * {b}", "{a}*{b}", "{a} * {b}", "how much is {a} times {b}", "multiply {a} by {b}.", "what's {a} x {b}", "calculate {a} * {b}.", "{a} times {b}", "{a} x {b}", "what is the product of {a} and {b}");

    public string Name => "product";

    public double Weight(double progress) => 0.9;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        for (var left = draw.Between(1, 2); left > 0; left--)
        {
            var (a, b) = Operands(draw);
            yield return Beat.AskAlone(Name, draw.Say(Products, ("{a}", Columns.Text(a)), ("{b}", Columns.Text(b))), ColumnProduct.Write(a, b), $"{a} * {b} = {a * b}.");
        }
    }

    /// <summary>The times table itself is learnt, never tested: nobody works it out.</summary>
    private static (int A, int B) Operands(Draw draw)
    {
        while (true)
        {
            var (a, b) = (draw.Split == Split.Training && draw.Chance(0.4) ? draw.Between(0, 9) : draw.Between(10, 99), draw.Between(2, 9));
            if (a < 10 || Partition.Has(draw.Split, $"* {a} {b}"))
            {
                return (a, b);
            }
        }
    }
}
