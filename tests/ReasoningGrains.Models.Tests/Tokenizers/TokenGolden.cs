using System.Text.Json;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Tokenizers;

/// <summary>Texts with the ids that a reference implementation gave them.</summary>
internal static class TokenGolden
{
    /// <param name="folder">The model's folder under <c>shared/models</c>.</param>
    /// <param name="ids">The property with the ids.</param>
    public static IReadOnlyList<(string Text, int[] Ids)> Read(string folder, string ids)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require($"models/{folder}/golden.tokens.json")));
        return [.. json.RootElement.EnumerateArray().Select(entry => (entry.GetProperty("text").GetString()!, entry.GetProperty(ids).EnumerateArray().Select(id => id.GetInt32()).ToArray()))];
    }
}
