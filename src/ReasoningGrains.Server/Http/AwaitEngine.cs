using ReasoningGrains.Application;
using ReasoningGrains.Server.Hosting;

namespace ReasoningGrains.Server.Http;

/// <summary>Lets requests that come while the model loads wait for it, and tells them to come again when that takes long.</summary>
internal sealed class AwaitEngine(RequestDelegate next, EngineReadiness readiness)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext http)
    {
        if (!readiness.IsReady && (http.Request.Path.StartsWithSegments("/v1") || http.Request.Path.StartsWithSegments("/api")))
        {
            try
            {
                await readiness.Loaded.WaitAsync(Longest, http.RequestAborted);
            }
            catch (TimeoutException)
            {
                throw new RefusedException(ErrorCodes.Loading, null, "The model is still loading; ask again.") { RetryAfter = Again };
            }
        }

        await next(http);
    }
}
