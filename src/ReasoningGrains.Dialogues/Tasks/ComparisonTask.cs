using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Worked;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Which of two numbers is larger or smaller.</summary>
internal sealed class ComparisonTask : IDialogueTask
{
    private static readonly Wording Larger = Wording.Asking(
        "which is larger, {a} or {b}", "what is bigger, {a} or {b}", "which number is larger, {a} or {b}", "is {a} or {b} larger", "which is more, {a} or {b}", "what is greater, {a} or {b}", "is {a} or {b} the bigger number");

    private static readonly Wording Smaller = Wording.Asking(
        "which is smaller, {a} or {b}", "what is less, {a} or {b}", "which number is smaller, {a} or {b}", "is {a} or {b} smaller", "which is the smaller one, {a} or {b}", "is {a} or {b} less");

    public string Name => "comparison";

    public double Weight(double progress) => 1;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var (a, b) = Numbers(draw);
        var larger = draw.Chance(0.6);
        yield return Beat.AskAlone(
            Name,
            draw.Say(larger ? Larger : Smaller, ("{a}", Columns.Text(a)), ("{b}", Columns.Text(b))),
            $"{DigitComparison.Write(a, b)} larger {Math.Max(a, b)}, smaller {Math.Min(a, b)}.",
            $"The {(larger ? "larger" : "smaller")} one is {(larger ? Math.Max(a, b) : Math.Min(a, b))}.");
    }

    private static (int A, int B) Numbers(Draw draw)
    {
        while (true)
        {
            var a = draw.Between(0, draw.Chance(0.3) ? 99 : 999);
            // Numbers that begin alike are the hard ones.
            var b = draw.Chance(0.5) ? draw.Between(0, 999) : a - a % 10 + draw.Between(0, 9);
            if (a != b && NumberPairs.Compares(draw.Split, a, b))
            {
                return (a, b);
            }
        }
    }
}
