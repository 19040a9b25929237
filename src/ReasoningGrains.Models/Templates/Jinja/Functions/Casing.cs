namespace ReasoningGrains.Models.Templates.Jinja.Functions;

/// <summary>Python's <c>title</c> and <c>capitalize</c>, and Jinja's filter <c>title</c>, which takes other places for the beginning of a word.</summary>
internal static class Casing
{
    public static string Capitalize(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    public static string Title(string text) => string.Create(text.Length, text, (result, source) =>
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = i > 0 && char.IsLetter(source[i - 1]) ? char.ToLowerInvariant(source[i]) : char.ToUpperInvariant(source[i]);
        }
    });

    /// <summary>A word begins after white space, a hyphen or an opening bracket.</summary>
    public static string FilteredTitle(string text) => string.Create(text.Length, text, (result, source) =>
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = i == 0 || source[i - 1] is '-' or '(' or '{' or '[' or '<' || Trim.IsSpace(source[i - 1]) ? char.ToUpperInvariant(source[i]) : char.ToLowerInvariant(source[i]);
        }
    });
}
