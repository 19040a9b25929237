using System.ComponentModel;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Hub;
using Spectre.Console;

namespace ReasoningGrains.Cli.Commands;

/// <summary>An error that the user can do something about is a line, not a stack trace.</summary>
internal static class Failures
{
    private const int Stopped = 130;

    public static async Task<int> Told(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (e is ModelFormatException or HubException or InvalidOperationException or HttpRequestException or IOException or UnauthorizedAccessException or Win32Exception)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
        catch (OperationCanceledException)
        {
            AnsiConsole.MarkupLine("[dim]Stopped.[/]");
            return Stopped;
        }
    }
}
