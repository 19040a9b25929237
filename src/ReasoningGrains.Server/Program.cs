using ReasoningGrains.Conversations;
using ReasoningGrains.Models;
using ReasoningGrains.Server.Hosting;

var builder = WebApplication.CreateBuilder(args);
WebApplication app;
try
{
    builder.AddReasoningServer();
    app = builder.Build();
    app.Services.OpenJournal();
}
catch (Exception e) when (e is ArgumentException or ModelFormatException or StorageInUseException)
{
    // A setting that cannot be used: who set it needs the line, not where it was found.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

app.MapReasoningServer();
await app.RunAsync();
return Environment.ExitCode;
