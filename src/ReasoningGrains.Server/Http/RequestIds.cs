using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>Gives every reply an <c>x-request-id</c>, by which the log names the request too.</summary>
internal sealed class RequestIds(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = NewIds.Create("req_");
        // Last of all: a reply that turns into an error begins anew.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers["x-request-id"] = context.TraceIdentifier;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
