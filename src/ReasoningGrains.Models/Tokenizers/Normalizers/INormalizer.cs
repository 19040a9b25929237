namespace ReasoningGrains.Models.Tokenizers.Normalizers;

/// <summary>Rewrites text before it is cut into words.</summary>
internal interface INormalizer
{
    /// <param name="text">Well-formed UTF-16.</param>
    string Normalize(string text);
}
