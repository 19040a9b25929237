namespace ReasoningGrains.Application.Behaviours;

/// <summary>What can be said about <see cref="AttentionOptions"/> without the server's default and the size of its blocks; the conversation refuses the rest.</summary>
internal static class AttentionRules
{
    public static void Check(AttentionOptions? options)
    {
        if (options is null)
        {
            return;
        }

        if (options.Profile is { } profile && !AttentionOptions.Profiles.Contains(profile))
        {
            throw RefusedException.OutOfRange("attention.profile", $"'{profile}'", string.Join(", ", AttentionOptions.Profiles));
        }

        if (options is { Profile: AttentionOptions.Exact, Budget: { } budget })
        {
            throw RefusedException.OutOfRange("attention.budget", budget, "none with the profile exact, which attends every block");
        }

        if (options is { Profile: AttentionOptions.Exact, LocalBias: { } shift and not 0 })
        {
            throw RefusedException.OutOfRange("attention.local_bias", shift, "0 with the profile exact, whose softmax is over all blocks alike");
        }

        Require("attention.alpha", options.Alpha, alpha => alpha is >= 0 and < 1, "0 to below 1");
        Require("attention.budget", options.Budget, tokens => tokens > 0, "more than 0");
        Require("attention.local", options.Local, tokens => tokens > 0, "more than 0");
        Require("attention.sink", options.Sink, tokens => tokens >= 0, "0 or more");
        Require("attention.refresh", options.Refresh, tokens => tokens >= 1, "1 or more");
        Require("attention.probes", options.Probes, tokens => tokens is >= 1 and <= 128, "1 to 128");
        Require("attention.local_bias", options.LocalBias, bias => bias is >= -10 and <= 10, "-10 to 10");
        Require("attention.read_ahead", options.ReadAhead, share => share is >= 0 and < 1, "0 to below 1");
        Require("attention.coverage", options.Coverage, share => share is > 0 and <= 1, "above 0 to 1");
        Require("attention.negligible", options.Negligible, share => share is >= 0 and <= 0.05f, "0 to 0.05");
        Require("attention.cool", options.Cool, shares => shares is >= 0 and <= 1000, "0 to 1000");
    }

    private static void Require<T>(string field, T? value, Func<T, bool> holds, string allowed)
        where T : struct
    {
        if (value is { } given && !holds(given))
        {
            throw RefusedException.OutOfRange(field, given, allowed);
        }
    }
}
