namespace ReasoningGrains.Models.Hub;

/// <summary>Where models are pulled from, and how patiently.</summary>
public sealed record HubOptions
{
    /// <summary>A host with Hugging Face's API.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>Sent to <see cref="Endpoint"/> only, never to a host that it redirects to.</summary>
    public string? Token { get; init; }

    /// <summary>The wait before each further attempt; when they are used up the pull fails.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    /// <summary>A connection that brings nothing for so long counts as dropped.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads <c>HF_ENDPOINT</c> and <c>HF_TOKEN</c>.</summary>
    /// <param name="variable">Looks an environment variable up.</param>
    /// <exception cref="HubException"><c>HF_ENDPOINT</c> is no http or https address.</exception>
    public static HubOptions FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var options = new HubOptions { Token = variable("HF_TOKEN")?.Trim() is { Length: > 0 } token ? token : null };
        return variable("HF_ENDPOINT") is not { Length: > 0 } text ? options
            : Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && (endpoint.Scheme is "http" or "https") ? options with { Endpoint = endpoint }
            : throw new HubException($"HF_ENDPOINT is '{text}'; it must be an address like https://huggingface.co.");
    }
}
