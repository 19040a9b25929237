namespace ReasoningGrains.Application.Behaviours;

/// <summary>How much text one request may send.</summary>
internal static class ItemRules
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    /// <param name="items">Of the request.</param>
    /// <param name="limits">What is allowed.</param>
    /// <param name="besides">What the model reads besides: instructions, or an answer that is scored.</param>
    /// <param name="field">Of the request.</param>
    public static void Check(IReadOnlyList<Item> items, LimitOptions limits, string? besides = null, string field = "input")
    {
        if (items.Count > limits.InputItems)
        {
            throw RefusedException.OutOfRange(field, $"{items.Count} items", $"up to {limits.InputItems} (Limits:InputItems)");
        }

        CheckLength(field, items.Sum(item => (long)item.Text.Length) + (besides?.Length ?? 0), limits);
        if (items.FirstOrDefault(item => !Roles.Contains(item.Role)) is { } stranger)
        {
            throw RefusedException.OutOfRange("role", $"'{stranger.Role}'", string.Join(", ", Roles));
        }
    }

    /// <param name="field">Of the request.</param>
    /// <param name="characters">That it has.</param>
    /// <param name="limits">What is allowed.</param>
    public static void CheckLength(string field, long characters, LimitOptions limits)
    {
        if (characters > limits.InputCharacters)
        {
            throw RefusedException.OutOfRange(field, $"{characters} characters", $"up to {limits.InputCharacters} (Limits:InputCharacters)");
        }
    }
}
