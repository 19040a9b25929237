using System.Data.Common;
using Microsoft.Extensions.Options;
using ReasoningGrains.Conversations;
using ReasoningGrains.Models;
using ReasoningGrains.Server.Hosting;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);
try
{
    builder.AddReasoningServer();
    var app = builder.Build();
    app.Services.OpenJournal();
    app.MapReasoningServer();
    try
    {
        await app.StartAsync();
        await app.WaitForShutdownAsync();
    }
    finally
    {
        // As long as the model loads it is read from its file, which is closed with the services.
        await EngineWarmUp.Ended(app.Services);
        await app.DisposeAsync();
    }

    return Environment.ExitCode;
}
catch (Exception e) when (e is ArgumentException or ModelFormatException or StorageInUseException or OptionsValidationException or IOException or UnauthorizedAccessException or DbException or RedisException)
{
    // A setting, a folder, a port or a database that cannot be used: who set it needs the line, not where it was found.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
