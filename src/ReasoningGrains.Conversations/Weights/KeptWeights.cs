using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Conversations.Weights;

/// <summary>W of a conversation between its turns.</summary>
/// <param name="Turn">The turn that left it.</param>
/// <param name="W">What it left.</param>
/// <param name="Context">The tokens that it is of.</param>
internal sealed record KeptWeights(string Turn, BlockWeights W, TokenPrefix Context)
{
    /// <summary>W after a turn.</summary>
    /// <param name="turn">Its id.</param>
    /// <param name="weights">What the engine gave back.</param>
    /// <param name="prompt">The turn's context.</param>
    /// <param name="answer">What was generated.</param>
    /// <param name="before">W_{t-1} of the context; null when there was none.</param>
    public static KeptWeights After(string turn, BlockWeights weights, ReadOnlySpan<int> prompt, ReadOnlySpan<int> answer, KeptWeights? before)
    {
        var known = Math.Min(weights.Tokens, prompt.Length + answer.Length);
        return new KeptWeights(turn, weights.Before(known), TokenPrefix.Of(prompt[..Math.Min(known, prompt.Length)], answer[..Math.Max(0, known - prompt.Length)], before?.Context));
    }

    /// <exception cref="FormatException">The state is damaged.</exception>
    public static KeptWeights Read(WeightsState state)
    {
        var weights = BlockWeights.Parse(state.Bytes);
        if (weights.Digest != state.Digest)
        {
            throw new FormatException($"The digest of W is {weights.Digest}; it was kept as {state.Digest}.");
        }

        return new KeptWeights(state.Turn, weights, TokenPrefix.Parse(weights.Tokens, state.Context));
    }

    public WeightsState State(string model) => new() { Turn = Turn, Digest = W.Digest, Model = model, Bytes = W.Bytes.ToArray(), Context = Context.Bytes };

    /// <summary>W_{t-1} of a context: what it has in common with the one that W is of. Null when that is nothing.</summary>
    public KeptWeights? For(ReadOnlySpan<int> context)
    {
        var common = Context.Common(context);
        return common == 0 ? null : common == Context.Tokens ? this : new KeptWeights(Turn, W.Before(common), TokenPrefix.Of(context[..common]));
    }
}
