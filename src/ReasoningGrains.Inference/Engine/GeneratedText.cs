using System.Text;
using ReasoningGrains.Inference.Sampling;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Inference.Engine;

/// <summary>Turns sampled tokens into text that is safe to show: whole characters, and nothing that may be the beginning of a stop text.</summary>
internal sealed class GeneratedText(ITokenizer tokenizer, IReadOnlyList<string> stops)
{
    private readonly TokenDecoder decoder = new(tokenizer);
    private readonly StringBuilder held = new();

    /// <summary>The token with its text; the last one flushes what is held back, and a stop text found makes it the last.</summary>
    public GeneratedToken Append(in SampledToken sampled)
    {
        var silent = sampled.Token < 0 || sampled.End == GenerationEnd.StopToken;
        var text = silent ? "" : decoder.Append(sampled.Token);
        if (sampled.End is not null)
        {
            text += decoder.Flush();
        }

        var end = sampled.End;
        if (stops.Count > 0)
        {
            (text, var found) = Hold(text, last: end is not null);
            end = found ? GenerationEnd.StopText : end;
        }

        return new GeneratedToken(sampled.Token, text, end) { LogProb = sampled.LogProb, Alternatives = sampled.Alternatives ?? [] };
    }

    private (string Text, bool Found) Hold(string text, bool last)
    {
        held.Append(text);
        var all = held.ToString();
        var earliest = stops.Select(s => all.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
        if (earliest >= 0)
        {
            return (all[..earliest], true);
        }

        var keep = last ? 0 : stops.Max(s => Overlap(all, s));
        held.Clear().Append(all, all.Length - keep, keep);
        return (all[..^keep], false);
    }

    /// <summary>Length of the longest end of the text that begins the stop text.</summary>
    private static int Overlap(string text, string stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }
}
