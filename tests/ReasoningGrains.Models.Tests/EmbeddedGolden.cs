using System.Text.Json;

namespace ReasoningGrains.Models.Tests;

/// <summary>A golden file of this project; the make.py beside it says where it came from.</summary>
internal static class EmbeddedGolden
{
    public static JsonElement Read(string name)
    {
        using var stream = typeof(EmbeddedGolden).Assembly.GetManifestResourceStream(name)!;
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.Clone();
    }
}
