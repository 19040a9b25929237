using System.Diagnostics;
using ReasoningGrains.Inference.Sampling;

namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>Several chains for one question, submitted at once.</summary>
/// <param name="Chains">How many.</param>
/// <param name="Seconds">Until the last one had ended.</param>
/// <param name="Said">One a chain.</param>
internal sealed record ChainVotes(int Chains, double Seconds, IReadOnlyList<SaidAnswer> Said)
{
    public string Winner => Vote.Winner(Said.Select(s => s.Answer));

    /// <param name="conversation">Up to the question.</param>
    /// <param name="asked">The question.</param>
    /// <param name="chains">How many.</param>
    /// <param name="sampling">Its seed is the first chain's.</param>
    /// <param name="maxTokens">Of a chain.</param>
    public static async Task<ChainVotes> Of(HeldConversation conversation, ReasoningCase asked, int chains, SamplingOptions sampling, int maxTokens)
    {
        var start = Stopwatch.GetTimestamp();
        var said = await Task.WhenAll(Enumerable.Range(0, chains).Select(i => conversation.Answer(asked, sampling with { Seed = sampling.Seed + i }, maxTokens)));
        return new ChainVotes(chains, Stopwatch.GetElapsedTime(start).TotalSeconds, said);
    }
}
