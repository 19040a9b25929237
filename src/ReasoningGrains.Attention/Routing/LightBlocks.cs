using System.Numerics.Tensors;

namespace ReasoningGrains.Attention.Routing;

/// <summary>Which blocks weigh so little that 4 bits are enough for them.</summary>
public static class LightBlocks
{
    /// <summary>Latest blocks that are never light: nothing has had time to look back at them.</summary>
    private const int Near = 8;

    /// <summary>Equal shares grow no smaller than among so many blocks: what rounding a block costs depends on what it weighs, not on how many others there are.</summary>
    private const int MostShares = 192;

    /// <summary>The blocks, first to last, whose weight averaged over all heads is below <see cref="RoutingOptions.Cool"/> equal shares. The sink is not among them.</summary>
    /// <param name="routing">Whose W.</param>
    /// <param name="blocks">Full blocks of the sequence.</param>
    public static IEnumerable<int> Of(SequenceRouting routing, int blocks)
    {
        var sink = Math.Max(1, routing.Options.SinkBlocks);
        if (routing.Options.Cool == 0 || blocks <= sink + Near)
        {
            return [];
        }

        var weights = new float[blocks];
        routing.AddWeights(weights);
        var share = routing.Options.Cool * TensorPrimitives.Sum<float>(weights.AsSpan(sink)) / Math.Min(blocks - sink, MostShares);
        return Enumerable.Range(sink, blocks - sink - Near).Where(b => weights[b] < share);
    }
}
