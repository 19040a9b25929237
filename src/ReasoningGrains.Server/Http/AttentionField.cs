using System.Text.Json;
using ReasoningGrains.Application;

namespace ReasoningGrains.Server.Http;

/// <summary>The field <c>attention</c> of a request: a profile, or an object of settings.</summary>
internal static class AttentionField
{
    private const string Name = "attention";
    private static readonly string[] Known = ["profile", "alpha", "budget", "local", "sink", "refresh", "probes", "local_bias", "read_ahead", "coverage", "negligible", "cool"];

    public static AttentionOptions? Read(Fields fields) => fields.Find(Name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } => new AttentionOptions { Profile = fields.Text(Name) },
        { ValueKind: JsonValueKind.Object } settings => Read(settings, fields.Object(Name)!),
        _ => throw fields.Wrong(Name, $"one of {string.Join(", ", AttentionOptions.Profiles)}, or an object of {string.Join(", ", Known)}"),
    };

    private static AttentionOptions Read(JsonElement settings, Fields fields)
    {
        if (settings.EnumerateObject().FirstOrDefault(p => !Known.Contains(p.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } stranger)
        {
            throw new RefusedException(ErrorCodes.Invalid, fields.Name(stranger.Name), $"{fields.Name(stranger.Name)} is not known; allowed are {string.Join(", ", Known)}.");
        }

        return new AttentionOptions
        {
            Profile = fields.Text("profile"),
            Alpha = fields.Number("alpha"),
            Budget = fields.Integer("budget"),
            Local = fields.Integer("local"),
            Sink = fields.Integer("sink"),
            Refresh = fields.Integer("refresh"),
            Probes = fields.Integer("probes"),
            LocalBias = fields.Number("local_bias"),
            ReadAhead = fields.Number("read_ahead"),
            Coverage = fields.Number("coverage"),
            Negligible = fields.Number("negligible"),
            Cool = fields.Number("cool"),
        };
    }
}
