using System.Numerics;
using System.Text.Json;
using ReasoningGrains.Models.Templates;

namespace ReasoningGrains.Bench.Questions.Memory;

/// <summary>A long conversation whose answer stands far back, with the losses of the dense float32 model.</summary>
/// <param name="Kind"><c>quote</c> or <c>continue</c>.</param>
/// <param name="Messages">The conversation; the last one is the user's.</param>
/// <param name="Answer">Scored after the generation prompt.</param>
/// <param name="WithoutMemory">The last turns alone.</param>
/// <param name="PromptTokens">Of all messages.</param>
/// <param name="NllDenseFp32">Mean loss of a token of the answer after all messages.</param>
/// <param name="NllWithoutMemoryFp32">The same after <paramref name="WithoutMemory"/>.</param>
internal sealed record MemoryCase(
    string Kind,
    IReadOnlyList<MemoryMessage> Messages,
    string Answer,
    IReadOnlyList<MemoryMessage> WithoutMemory,
    int PromptTokens,
    double NllDenseFp32,
    double NllWithoutMemoryFp32)
{
    /// <summary>The powers of two that its length lies between, e.g. <c>2k-4k</c>.</summary>
    public string Size => BitOperations.RoundUpToPowerOf2((uint)PromptTokens + 1) / 1024 is var above && above > 1 ? $"{above / 2}k-{above}k" : "under 1k";

    /// <summary>The first cases of each kind, in the order of the file.</summary>
    public static IReadOnlyList<MemoryCase> Read(string path, int mostOfKind)
    {
        using var file = File.OpenRead(path);
        var cases = JsonSerializer.Deserialize(file, ReportJson.Default.IReadOnlyListMemoryCase) ?? throw new JsonException($"{path} holds no cases.");
        return [.. cases.Where((c, i) => cases.Take(i).Count(before => before.Kind == c.Kind) < mostOfKind)];
    }
}

internal sealed record MemoryMessage(string Role, string Content)
{
    public ChatMessage Chat => new(Role, Content);
}
