using System.Text;

namespace ReasoningGrains.Dialogues.Worked;

/// <summary>Adds by hand: column by column from the right, with a carry.</summary>
internal static class ColumnSum
{
    public static string Write(int a, int b)
    {
        if (a < 10 && b < 10)
        {
            return $"{a}+{b}={a + b}.";
        }

        var width = Math.Max(Columns.Count(a), Columns.Count(b));
        var text = new StringBuilder($"{Columns.Padded(a, width)}+{Columns.Padded(b, width)}:");
        var carry = 0;
        for (var column = 0; column < width; column++)
        {
            var (x, y) = (Columns.Digit(a, column), Columns.Digit(b, column));
            var sum = x + y + carry;
            text.Append($" {Columns.Name(column)} {x}+{y}+{carry}={sum} write {sum % 10} carry {sum / 10};");
            carry = sum / 10;
        }

        return text.Append($" {a}+{b}={a + b}.").ToString();
    }
}
