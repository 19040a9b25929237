namespace ReasoningGrains.Models.Tokenizers;

/// <summary>The tokens that end a model's turn.</summary>
internal static class TurnEnders
{
    private static readonly string[] WellKnown =
        ["<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|endoftext|>", "<｜end▁of▁sentence｜>", "<|EOT|>", "</s>", "<|end|>", "<end_of_turn>"];

    /// <summary>Those that the files name, and the well-known ones that the vocabulary has: files often name only one of them.</summary>
    /// <param name="named">Ids from the model's files; null for a key that is absent.</param>
    /// <param name="controlToken">The id of a control token by its spelling, or null.</param>
    public static IReadOnlySet<int> Of(IEnumerable<int?> named, Func<string, int?> controlToken) =>
        named.Concat(WellKnown.Select(controlToken)).OfType<int>().ToHashSet();
}
