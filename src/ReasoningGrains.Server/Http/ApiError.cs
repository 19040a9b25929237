using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Diagnostics;
using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>Errors in OpenAI's form: <c>{"error":{"message","type","param","code"}}</c>.</summary>
internal static class ApiError
{
    public static JsonObject Body(string message, string type, string? param, string? code)
        => new() { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = param, ["code"] = code } };

    public static (int Status, JsonObject Body) Of(Exception e) => e switch
    {
        RefusedException refused => (Status(refused.Code), Body(refused.Message, Type(refused.Code), refused.Field, refused.Code)),
        ConversationException failed => (Status(failed.Code), Body(failed.Message, Type(failed.Code), null, failed.Code)),
        BadHttpRequestException bad => (bad.StatusCode, Body(bad.Message, "invalid_request_error", null, null)),
        System.Text.Json.JsonException json => (400, Body($"The body is not JSON: {json.Message}", "invalid_request_error", null, null)),
        _ => (500, Body($"The server failed: {e.Message}", "server_error", null, ErrorCodes.Failed)),
    };

    public static Task WriteStatus(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var request = context.HttpContext.Request;
        var message = status switch
        {
            404 => $"There is nothing at {request.Method} {request.Path}.",
            405 => $"{request.Method} is not allowed at {request.Path}.",
            _ => $"The request ended with status {status}.",
        };
        return context.HttpContext.Response.WriteAsJsonAsync(Body(message, "invalid_request_error", null, null));
    }

    private static int Status(string code) => code switch
    {
        ErrorCodes.NotFound => 404,
        ErrorCodes.Forbidden => 403,
        ErrorCodes.Busy or ErrorCodes.HeadMoved or ErrorCodes.IdempotencyConflict => 409,
        ErrorCodes.Overloaded => 429,
        ErrorCodes.Loading => 503,
        ErrorCodes.Failed => 500,
        _ => 400,
    };

    public static string Type(string code) => code switch
    {
        ErrorCodes.Overloaded => "rate_limit_error",
        ErrorCodes.Failed or ErrorCodes.Loading => "server_error",
        _ => "invalid_request_error",
    };
}

/// <summary>Turns what a handler throws into the reply.</summary>
internal sealed class ApiExceptionHandler(FailedRequests failed) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, body) = ApiError.Of(exception);
        failed.Log(httpContext, exception);
        httpContext.Response.StatusCode = status;
        if (status is 429 or 503)
        {
            var wait = (exception as RefusedException)?.RetryAfter ?? TimeSpan.FromSeconds(1);
            httpContext.Response.Headers["retry-after-ms"] = $"{wait.TotalMilliseconds:f0}";
            httpContext.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds):f0}";
        }

        await httpContext.Response.WriteAsJsonAsync(body, cancellationToken);
        return true;
    }
}
