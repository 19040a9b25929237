namespace ReasoningGrains.Models.Tokenizers.Normalizers;

/// <summary>One normalizer after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public string Normalize(string text) => steps.Aggregate(text, (current, step) => step.Normalize(current));
}

/// <summary>Puts something before every text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}

/// <summary>Replaces one spelling by another.</summary>
internal sealed class ReplaceNormalizer(string old, string replacement) : INormalizer
{
    public string Normalize(string text) => text.Replace(old, replacement, StringComparison.Ordinal);
}
