namespace ReasoningGrains.Application.Behaviours;

/// <summary>How much one request may add to a conversation.</summary>
internal static class ItemRules
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    public static void Check(IReadOnlyList<Item> items, LimitOptions limits)
    {
        if (items.Count > limits.InputItems)
        {
            throw RefusedException.OutOfRange("input", $"{items.Count} items", $"up to {limits.InputItems} (Limits:InputItems)");
        }

        var characters = items.Sum(item => (long)item.Text.Length);
        if (characters > limits.InputCharacters)
        {
            throw RefusedException.OutOfRange("input", $"{characters} characters", $"up to {limits.InputCharacters} (Limits:InputCharacters)");
        }

        if (items.FirstOrDefault(item => !Roles.Contains(item.Role)) is { } stranger)
        {
            throw RefusedException.OutOfRange("role", $"'{stranger.Role}'", string.Join(", ", Roles));
        }
    }
}
