using System.Text.Json;
using ReasoningGrains.Models;
using ReasoningGrains.Training.Recipes;

namespace ReasoningGrains.Training.Commands;

/// <summary>An error that the user can do something about is a line, not a stack trace.</summary>
internal static class Failures
{
    public static int Told(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception e) when (e is RecipeException or ModelFormatException or ArgumentException or JsonException or IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
