using System.Globalization;

namespace ReasoningGrains.Models;

/// <summary>Refuses shapes that no decoder has, before anything is allocated by them.</summary>
internal static class ConfigChecks
{
    public static ModelConfig Checked(string source, ModelConfig config)
    {
        Require(source, "layers", config.Layers, 1, 1024);
        Require(source, "hidden size", config.Hidden, 1, 1 << 17);
        Require(source, "intermediate size", config.Intermediate, 1, 1 << 20);
        Require(source, "heads", config.Heads, 1, 1024);
        Require(source, "key/value heads", config.KvHeads, 1, config.Heads);
        Require(source, "head size", config.HeadDim, 2, 1024);
        Require(source, "vocabulary", config.Vocabulary, 1, 1 << 22);
        Require(source, "context length", config.ContextLength, 1, 1 << 27);
        if (config.Heads % config.KvHeads != 0 || config.HeadDim % 2 != 0)
        {
            throw new ModelFormatException($"{source}: {config.Heads} heads of size {config.HeadDim} with {config.KvHeads} key/value heads; the size must be even and the one count divide the other.");
        }

        RequirePositive(source, "rope's base", config.Rope.Theta);
        if (!(config.RmsEpsilon >= 0 && float.IsFinite(config.RmsEpsilon)))
        {
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"{source}: the norm's epsilon is {config.RmsEpsilon}; allowed is a number from 0 on."));
        }

        if (config.Rope.Llama3 is { } scaling)
        {
            RequirePositive(source, "rope's factor", scaling.Factor);
            RequirePositive(source, "rope's low_freq_factor", scaling.LowFrequencyFactor);
            RequirePositive(source, "rope's high_freq_factor above the low one", scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
            Require(source, "rope's original context length", scaling.OriginalContext, 1, 1 << 27);
        }

        return config;
    }

    private static void RequirePositive(string source, string what, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ModelFormatException(string.Create(CultureInfo.InvariantCulture, $"{source}: {what} is {value}; allowed is a number above 0."));
        }
    }

    private static void Require(string source, string what, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new ModelFormatException($"{source}: {what} is {value}; {least} to {most} are allowed.");
        }
    }
}
