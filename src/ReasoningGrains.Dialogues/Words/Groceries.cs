namespace ReasoningGrains.Dialogues.Words;

/// <summary>What stands on lists.</summary>
internal static class Groceries
{
    public static IReadOnlyList<string> All { get; } =
    [
        "milk", "eggs", "bread", "butter", "rice", "tea", "salt", "sugar", "flour", "soap", "apples", "cheese", "honey", "pasta", "coffee", "juice", "onions", "carrots", "candles", "batteries", "paper",
        "oil", "pepper", "yoghurt", "bananas", "tomatoes", "lemons", "nuts", "water", "fish", "socks", "towels", "stamps", "tape", "glue",
    ];
}
