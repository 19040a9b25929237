using System.Globalization;
using System.Numerics;

namespace ReasoningGrains.Server.Hosting;

/// <summary>Reads <c>Attention:…</c>, what turns attend that do not say it. Ranges are checked where the blocks are known.</summary>
internal static class AttentionSettings
{
    public static AttentionOptions Read(IConfiguration configuration) => new()
    {
        Profile = configuration["Attention:Profile"] is { Length: > 0 } profile ? profile : null,
        Alpha = Number<float>(configuration, "Attention:Alpha", "a number"),
        Budget = Number<int>(configuration, "Attention:Budget", "an integer"),
        Local = Number<int>(configuration, "Attention:Local", "an integer"),
        Sink = Number<int>(configuration, "Attention:Sink", "an integer"),
        Refresh = Number<int>(configuration, "Attention:Refresh", "an integer"),
        Probes = Number<int>(configuration, "Attention:Probes", "an integer"),
        LocalBias = Number<float>(configuration, "Attention:LocalBias", "a number"),
        ReadAhead = Number<float>(configuration, "Attention:ReadAhead", "a number"),
        Coverage = Number<float>(configuration, "Attention:Coverage", "a number"),
        Negligible = Number<float>(configuration, "Attention:Negligible", "a number"),
        Cool = Number<float>(configuration, "Attention:Cool", "a number"),
    };

    private static T? Number<T>(IConfiguration configuration, string key, string allowed)
        where T : struct, INumber<T> => configuration[key] is not { Length: > 0 } text ? null
        : T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw new ArgumentException($"{key} is '{text}'; allowed is {allowed}.");
}
