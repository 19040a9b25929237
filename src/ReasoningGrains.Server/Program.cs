using ReasoningGrains.Server.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddReasoningServer();
var app = builder.Build();
app.MapReasoningServer();
await app.RunAsync();
