namespace ReasoningGrains.Models.Sampling;

/// <summary>Refuses what no sampler can do. A top-k below 0 is all, as in llama.cpp.</summary>
internal static class SamplingChecks
{
    /// <param name="path">Of the file, for errors.</param>
    /// <param name="defaults">As the file says.</param>
    /// <exception cref="ModelFormatException">A value is out of range; the message names it.</exception>
    public static SamplingDefaults Checked(string path, SamplingDefaults defaults)
    {
        Require(path, "the temperature", defaults.Temperature, defaults.Temperature is >= 0 and < float.PositiveInfinity, "0 or more");
        Require(path, "top_p", defaults.TopP, defaults.TopP is > 0 and <= 1, "more than 0, up to 1");
        Require(path, "min_p", defaults.MinP, defaults.MinP is >= 0 and <= 1, "0 to 1");
        Require(path, "the repetition penalty", defaults.RepetitionPenalty, defaults.RepetitionPenalty is > 0 and < float.PositiveInfinity, "more than 0");
        return defaults with { TopK = Math.Max(0, defaults.TopK) };
    }

    private static void Require(string path, string what, float value, bool allowed, string range)
    {
        if (!allowed)
        {
            throw new ModelFormatException(FormattableString.Invariant($"{path}: {what} of sampling is {value}; allowed is {range}."));
        }
    }
}
