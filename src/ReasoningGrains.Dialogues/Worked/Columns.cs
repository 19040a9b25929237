using System.Globalization;

namespace ReasoningGrains.Dialogues.Worked;

/// <summary>Names of a number's digits from the right.</summary>
internal static class Columns
{
    private static readonly string[] Names = ["ones", "tens", "hundreds", "thousands"];

    public static string Name(int column) => Names[column];

    /// <summary>The digit of a column; 0 left of the number.</summary>
    public static int Digit(int number, int column)
    {
        for (; column > 0; column--)
        {
            number /= 10;
        }

        return number % 10;
    }

    public static int Count(int number) => Text(number).Length;

    /// <summary>With zeros in front up to a width, so that the columns of two numbers stand alike.</summary>
    public static string Padded(int number, int width) => number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
