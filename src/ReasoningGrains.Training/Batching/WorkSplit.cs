using ReasoningGrains.Training.Examples;

namespace ReasoningGrains.Training.Batching;

/// <summary>Divides a step's examples between workers, and each worker's share into passes that stay in the processor's cache.</summary>
internal static class WorkSplit
{
    /// <summary>Tokens of a pass, measured: fewer waste time between operations, more leave the cache.</summary>
    private const int PassTokens = 1024;

    /// <summary>At this many tokens attention costs what the rest of the decoder does.</summary>
    private const double AttentionWeight = 1.0 / 1500;

    /// <returns>For each worker, its passes.</returns>
    public static IReadOnlyList<IReadOnlyList<TrainingExample[]>> Divide(IReadOnlyList<TrainingExample> examples, int workers)
    {
        var (shares, loads) = (new List<TrainingExample>[workers], new double[workers]);
        for (var i = 0; i < workers; i++)
        {
            shares[i] = [];
        }

        // The longest first, each to whom has least: OrderByDescending is stable, so the same examples always meet the same workers.
        foreach (var example in examples.OrderByDescending(e => e.Tokens.Length))
        {
            var worker = Array.IndexOf(loads, loads.Min());
            shares[worker].Add(example);
            loads[worker] += example.Tokens.Length * (1 + (example.Tokens.Length * AttentionWeight));
        }

        return [.. shares.Select(Passes)];
    }

    private static List<TrainingExample[]> Passes(List<TrainingExample> share)
    {
        var passes = new List<TrainingExample[]>();
        for (var begin = 0; begin < share.Count;)
        {
            var (end, tokens) = (begin + 1, share[begin].Tokens.Length);
            while (end < share.Count && tokens + share[end].Tokens.Length <= PassTokens)
            {
                tokens += share[end++].Tokens.Length;
            }

            passes.Add([.. share[begin..end]]);
            begin = end;
        }

        return passes;
    }
}
