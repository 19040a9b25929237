using ReasoningGrains.Models;
using ReasoningGrains.Server.Hosting;

var builder = WebApplication.CreateBuilder(args);
try
{
    builder.AddReasoningServer();
}
catch (Exception e) when (e is ArgumentException or ModelFormatException)
{
    // A setting that cannot be used: who set it needs the line, not where it was found.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

var app = builder.Build();
app.MapReasoningServer();
await app.RunAsync();
return Environment.ExitCode;
