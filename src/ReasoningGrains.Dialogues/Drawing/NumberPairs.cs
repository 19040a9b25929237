namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>Which pairs of numbers are kept for the evaluation, whatever question they come in. Counts are apart: they step through any pair up to twenty.</summary>
internal static class NumberPairs
{
    /// <summary>Whether the two may be added. The same for both orders: who knows 3 + 4 knows 4 + 3.</summary>
    public static bool Adds(Split split, int a, int b) => Partition.Has(split, Key('+', a, b));

    /// <summary>Whether the two may be subtracted or compared, which a subtraction begins with.</summary>
    public static bool Compares(Split split, int a, int b) => Partition.Has(split, Key('-', a, b));

    /// <summary>Whether counting comes by the two: a step of one digit within twenty.</summary>
    public static bool IsCounted(int a, int b) => Math.Min(a, b) < 10 && Math.Max(a, b) <= 20;

    /// <summary>Every two of several, each once.</summary>
    public static IEnumerable<(T One, T Other)> Of<T>(IReadOnlyList<T> several) =>
        several.SelectMany((one, at) => several.Skip(at + 1).Select(other => (one, other)));

    private static string Key(char sign, int a, int b) => $"{sign} {Math.Min(a, b)} {Math.Max(a, b)}";
}
