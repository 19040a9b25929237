namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Python's <c>strip</c>: white space, or any of the given characters.</summary>
internal static class Trim
{
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    public static string Both(string text, string? characters) => Left(Right(text, characters), characters);

    public static string Left(string text, string? characters)
    {
        var start = 0;
        while (start < text.Length && Goes(text[start], characters))
        {
            start++;
        }

        return text[start..];
    }

    public static string Right(string text, string? characters)
    {
        var end = text.Length;
        while (end > 0 && Goes(text[end - 1], characters))
        {
            end--;
        }

        return text[..end];
    }

    private static bool Goes(char character, string? characters) => characters?.Contains(character, StringComparison.Ordinal) ?? IsSpace(character);
}
