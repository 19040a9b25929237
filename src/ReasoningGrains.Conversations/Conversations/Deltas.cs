namespace ReasoningGrains.Conversations.Conversations;

/// <summary>Cuts generated text into what followers see: thinking apart from the answer, each piece with the log-probabilities of its tokens.</summary>
/// <param name="thinking">The prompt has opened the thinking already.</param>
internal sealed class Deltas(bool thinking)
{
    private readonly ReasoningSplitter splitter = new(thinking);
    private readonly List<TokenLogProb> waiting = [];

    /// <summary>The text so far ends inside the thinking.</summary>
    public bool IsThinking => splitter.IsThinking;

    /// <param name="text">What a token added; may be empty when it is held back.</param>
    /// <param name="logProb">The token's own, if the turn asked for it and the token is part of the text.</param>
    public IEnumerable<Delta> Append(string text, TokenLogProb? logProb)
    {
        if (logProb is not null)
        {
            waiting.Add(logProb);
        }

        return Cut(splitter.Append(text));
    }

    /// <summary>What was held back because it could have become a mark.</summary>
    public IEnumerable<Delta> Flush()
    {
        foreach (var delta in Cut(splitter.Flush()))
        {
            yield return delta;
        }

        if (waiting.Count > 0)
        {
            yield return new Delta(IsThinking ? ItemKind.Reasoning : ItemKind.Message, "", Take());
        }
    }

    private IEnumerable<Delta> Cut(IEnumerable<(ItemKind Kind, string Text)> parts) => parts.Select(p => new Delta(p.Kind, p.Text, Take()));

    private TokenLogProb[]? Take()
    {
        if (waiting.Count == 0)
        {
            return null;
        }

        TokenLogProb[] taken = [.. waiting];
        waiting.Clear();
        return taken;
    }
}

/// <summary>A piece of thinking or answer.</summary>
internal readonly record struct Delta(ItemKind Kind, string Text, IReadOnlyList<TokenLogProb>? LogProbs);
