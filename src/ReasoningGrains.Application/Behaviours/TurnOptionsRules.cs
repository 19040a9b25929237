namespace ReasoningGrains.Application.Behaviours;

/// <summary>The ranges of <see cref="TurnOptions"/>; an error names the field as the API spells it, the value and what is allowed.</summary>
internal static class TurnOptionsRules
{
    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

    public static void Check(TurnOptions options)
    {
        InRange("temperature", options.Temperature, 0, 2);
        InRange("min_p", options.MinP, 0, 1);
        InRange("presence_penalty", options.PresencePenalty, -2, 2);
        InRange("frequency_penalty", options.FrequencyPenalty, -2, 2);
        InRange("top_logprobs", options.TopLogProbs, 0, 20);
        Positive("top_p", options.TopP, 1);
        Positive("repetition_penalty", options.RepetitionPenalty, 10);
        AtLeast("max_output_tokens", options.MaxOutputTokens, 1);
        AtLeast("top_k", options.TopK, 0);
        if (options.ReasoningEffort is { } effort && !Efforts.Contains(effort))
        {
            throw RefusedException.OutOfRange("reasoning.effort", $"'{effort}'", string.Join(", ", Efforts));
        }

        AttentionRules.Check(options.Attention);
        CheckStop(options.Stop ?? []);
        foreach (var (token, bias) in options.LogitBias ?? new Dictionary<int, float>())
        {
            InRange($"logit_bias.{token}", bias, -100, 100);
        }
    }

    private static void CheckStop(IReadOnlyList<string> stop)
    {
        if (stop.Count > 16)
        {
            throw RefusedException.OutOfRange("stop", $"{stop.Count} texts", "up to 16 texts");
        }

        if (stop.Any(text => text.Length is 0 or > 1024))
        {
            throw RefusedException.OutOfRange("stop", "an empty or very long text", "1 to 1024 characters each");
        }
    }

    private static void InRange(string field, float? value, float low, float high)
    {
        if (value is { } number && !(number >= low && number <= high))
        {
            throw RefusedException.OutOfRange(field, number, $"{low} to {high}");
        }
    }

    private static void Positive(string field, float? value, float high)
    {
        if (value is { } number && !(number > 0 && number <= high))
        {
            throw RefusedException.OutOfRange(field, number, $"more than 0, up to {high}");
        }
    }

    private static void AtLeast(string field, int? value, int low)
    {
        if (value < low)
        {
            throw RefusedException.OutOfRange(field, value, $"{low} or more");
        }
    }
}
