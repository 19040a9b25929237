using System.Globalization;

namespace ReasoningGrains.Cli.Commands;

/// <summary>Sizes as people read them.</summary>
internal static class Bytes
{
    public static string Text(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:f1} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:f1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:f2} GB"),
    };
}
