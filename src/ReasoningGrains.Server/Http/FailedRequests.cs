namespace ReasoningGrains.Server.Http;

/// <summary>A log line of each request that the server failed at; what is wrong with a request its caller is told.</summary>
internal sealed partial class FailedRequests(ILogger<FailedRequests> log)
{
    public void Log(HttpContext http, Exception reason)
    {
        if (ApiError.Of(reason).Status == StatusCodes.Status500InternalServerError)
        {
            Failed(http.Request.Method, http.Request.Path, http.TraceIdentifier, reason);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed ({RequestId})")]
    private partial void Failed(string method, string path, string requestId, Exception reason);
}
