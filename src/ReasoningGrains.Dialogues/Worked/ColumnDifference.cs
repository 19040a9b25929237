using System.Text;

namespace ReasoningGrains.Dialogues.Worked;

/// <summary>Subtracts by hand: compared first, then column by column from the right, with a borrow. A smaller number less a bigger one is done the other way round.</summary>
internal static class ColumnDifference
{
    public static string Write(int a, int b) =>
        DigitComparison.Write(a, b) + (a < b ? $" {FromLarger(b, a)} {a}-{b}=-{b - a}." : $" {FromLarger(a, b)}");

    private static string FromLarger(int a, int b)
    {
        if (a < 10 && b < 10)
        {
            return $"{a}-{b}={a - b}.";
        }

        var width = Columns.Count(a);
        var text = new StringBuilder($"{a}-{Columns.Padded(b, width)}:");
        var borrow = 0;
        for (var column = 0; column < width; column++)
        {
            var (x, y) = (Columns.Digit(a, column), Columns.Digit(b, column) + borrow);
            text.Append($" {Columns.Name(column)} {y - borrow}+{borrow}={y}, {x}-{y}");
            borrow = x < y ? 1 : 0;
            text.Append(borrow == 1 ? $" too small, {x + 10}-{y}={x + 10 - y} borrow 1;" : $"={x - y} borrow 0;");
        }

        return text.Append($" {a}-{b}={a - b}.").ToString();
    }
}
