using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Tests;

/// <summary>Pools whose blocks may be cold at once.</summary>
internal static class Known
{
    /// <summary>Keys at random pass through all heads, enough for sketches, and queries that look for nothing: keys are rounded to the nearest.</summary>
    public static void Teach(BlockPool pool)
    {
        var (random, shape) = (new Random(17), pool.Shape);
        for (var token = 0; token < HeadMoments.LeastKeys; token++)
        {
            for (var head = 0; head < shape.Layers * shape.KvHeads; head++)
            {
                pool.Moments.AddKey(head / shape.KvHeads, head % shape.KvHeads, [.. Enumerable.Range(0, shape.HeadDim).Select(_ => (random.NextSingle() * 4) - 2)]);
                if (token < HeadMoments.LeastQueries)
                {
                    pool.Moments.AddQueries(head / shape.KvHeads, head % shape.KvHeads, new float[shape.HeadDim]);
                }
            }
        }
    }
}
