using System.Text;

namespace ReasoningGrains.Dialogues.Worked;

/// <summary>Multiplies a number by one digit: column by column from the right, with a carry.</summary>
internal static class ColumnProduct
{
    public static string Write(int number, int digit)
    {
        if (number < 10)
        {
            return $"{number}*{digit}={number * digit}.";
        }

        var text = new StringBuilder($"{number}*{digit}:");
        var carry = 0;
        for (var column = 0; column < Columns.Count(number); column++)
        {
            var x = Columns.Digit(number, column);
            var sum = x * digit + carry;
            text.Append($" {Columns.Name(column)} {x}*{digit}={x * digit}, {x * digit}+{carry}={sum} write {sum % 10} carry {sum / 10};");
            carry = sum / 10;
        }

        return text.Append($" {number}*{digit}={number * digit}.").ToString();
    }
}
