using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>Gives every reply an <c>x-request-id</c>.</summary>
internal sealed class RequestIds(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Last of all: a reply that turns into an error begins anew.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers["x-request-id"] = NewIds.Create("req_");
            return Task.CompletedTask;
        });
        return next(context);
    }
}
