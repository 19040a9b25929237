using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Inference.Engine;

/// <summary>A generation told again from its token ids, as it was told when the model made it: the same texts in the same order.</summary>
public static class RecordedGeneration
{
    /// <param name="tokenizer">Of the model.</param>
    /// <param name="ids">What was generated.</param>
    /// <param name="stop">The generation's stop texts.</param>
    /// <param name="stopTokens">Its stop tokens.</param>
    /// <param name="end">How it ended at its last token; null when that is not known, or it was cut off there.</param>
    public static IEnumerable<GeneratedToken> Tell(ITokenizer tokenizer, IReadOnlyList<int> ids, IReadOnlyList<string> stop, IReadOnlySet<int> stopTokens, GenerationEnd? end)
        => Tell(new GeneratedText(tokenizer, stop), ids, stopTokens, end);

    internal static IEnumerable<GeneratedToken> Tell(GeneratedText text, IReadOnlyList<int> ids, IReadOnlySet<int> stopTokens, GenerationEnd? end)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            var last = i == ids.Count - 1 ? end : null;
            var token = text.Append(new SampledToken(ids[i], float.NaN, null, stopTokens.Contains(ids[i]) ? GenerationEnd.StopToken : last));
            yield return token;
            if (token.End is not null)
            {
                yield break;
            }
        }
    }
}
