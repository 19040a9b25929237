using System.Net;

namespace ReasoningGrains.Models.Hub;

/// <summary>What the statuses of a host mean to who pulls.</summary>
internal static class HubStatus
{
    /// <param name="response">Its status is looked at.</param>
    /// <param name="ours">It comes from the endpoint, not from a host that it redirected to.</param>
    /// <param name="options">Where was asked, and whether with a token.</param>
    /// <param name="what">Was asked for.</param>
    public static void Check(HttpResponseMessage response, bool ours, HubOptions options, string what)
    {
        var host = response.RequestMessage!.RequestUri!.Host;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                return;
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when ours:
                throw new HubException(options.Token is null
                    ? $"{host} refuses {what} ({(int)response.StatusCode}): it is private, gated, or does not exist. Set HF_TOKEN to a token that may read it."
                    : $"{host} refuses {what} ({(int)response.StatusCode}) to the token in HF_TOKEN: it may not read it, the terms on the model's page were not accepted, or the model does not exist.");
            case HttpStatusCode.NotFound or HttpStatusCode.Gone when ours:
                throw new HubException($"{host} has no {what}.");
            case >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout:
                throw new PassingException($"{host} answered {(int)response.StatusCode}", after: response.Headers.RetryAfter?.Delta);
            case var status when !ours:
                // The address that was redirected to runs out after a while; the endpoint gives a new one.
                throw new PassingException($"{host} answered {(int)status}");
            case var status:
                throw new HubException($"{host} answered {(int)status} when asked for {what}.");
        }
    }
}
