using System.Text;

namespace ReasoningGrains.Dialogues.Worked;

/// <summary>Compares by length, then digit by digit from the left up to the first that differs.</summary>
internal static class DigitComparison
{
    public static string Write(int a, int b)
    {
        var (first, second) = (Columns.Count(a), Columns.Count(b));
        var text = new StringBuilder($"{a} has {first}, {b} has {second}:");
        if (first != second)
        {
            return text.Append($" {first}{Sign(first, second)}{second}. {a}{Sign(a, b)}{b}.").ToString();
        }

        for (var column = first - 1; column >= 0; column--)
        {
            var (x, y) = (Columns.Digit(a, column), Columns.Digit(b, column));
            text.Append($" {x}{Sign(x, y)}{y}");
            if (x != y)
            {
                break;
            }
        }

        return text.Append($". {a}{Sign(a, b)}{b}.").ToString();
    }

    private static char Sign(int a, int b) => a < b ? '<' : a > b ? '>' : '=';
}
