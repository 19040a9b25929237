using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasoningGrains.Application;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Tests;

public sealed class FailedRequestsTests
{
    [Fact]
    public void What_the_server_failed_at_is_logged_with_the_requests_id_and_what_a_caller_got_wrong_is_not()
    {
        var lines = new Lines();
        var failed = new FailedRequests(lines);
        var http = new DefaultHttpContext { Request = { Method = "POST", Path = "/v1/responses" }, TraceIdentifier = "req_1" };
        failed.Log(http, new RefusedException("no such model"));
        failed.Log(http, new ConversationException(ErrorCodes.Busy, "a turn runs"));
        Assert.Empty(lines.Written);
        failed.Log(http, new InvalidOperationException("broken"));
        failed.Log(http, new ConversationException(ErrorCodes.Failed, "the journal did not take it"));
        Assert.Equal(["Error: POST /v1/responses failed (req_1): broken", "Error: POST /v1/responses failed (req_1): the journal did not take it"], lines.Written);
    }

    private sealed class Lines : ILogger<FailedRequests>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Written.Add($"{logLevel}: {formatter(state, exception)}: {exception?.Message}");
    }
}
