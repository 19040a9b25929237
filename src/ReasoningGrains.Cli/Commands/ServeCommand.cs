using System.CommandLine;
using System.Diagnostics;
using ReasoningGrains.Cli.Serving;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning serve</c>: runs the server with the same arguments.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Runs the server; all arguments are its settings, e.g. --Model:Path FILE --Storage:Directory DIR --urls http://127.0.0.1:8080.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(async (parsed, _) =>
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [ServerProcess.Assembly(), .. parsed.UnmatchedTokens]))!;
            // Ctrl-C reaches the server too; it ends gracefully and then so do we.
            Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        });
        return command;
    }
}
