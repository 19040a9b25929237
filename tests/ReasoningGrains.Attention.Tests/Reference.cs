using ReasoningGrains.Attention.Blocks;

namespace ReasoningGrains.Attention.Tests;

/// <summary>Causal attention with rotary positions in double precision, written from its definition: no blocks, no tiles, no tables.</summary>
internal static class Reference
{
    /// <summary>Outputs [tokens, heads · headDim] of a whole sequence of packed rows.</summary>
    public static double[][] Attend(KvShape shape, double[] frequencies, float[][] rows)
    {
        var (dim, group) = (shape.HeadDim, shape.Group);
        return [.. rows.Select((row, position) =>
        {
            var result = new double[shape.Heads * dim];
            for (var head = 0; head < shape.Heads; head++)
            {
                var kv = shape.Heads + (head / group);
                var query = Rotate(row, head * dim, position, frequencies);
                var scores = new double[position + 1];
                for (var t = 0; t <= position; t++)
                {
                    var key = Rotate(rows[t], kv * dim, t, frequencies);
                    scores[t] = query.Zip(key, (a, b) => a * b).Sum() / Math.Sqrt(dim);
                }

                var most = scores.Max();
                var total = scores.Sum(s => Math.Exp(s - most));
                for (var t = 0; t <= position; t++)
                {
                    for (var d = 0; d < dim; d++)
                    {
                        result[(head * dim) + d] += Math.Exp(scores[t] - most) / total * rows[t][((kv + shape.KvHeads) * dim) + d];
                    }
                }
            }

            return result;
        })];
    }

    /// <summary>Softmax weights [group][keys] of one token's query heads over some keys, each at a place of its own.</summary>
    public static double[][] Weights(KvShape shape, double[] frequencies, float[][] rows, int token, int kvHead, IReadOnlyList<(int Token, int Place)> keys, int place, IReadOnlyList<double>? biases = null)
        => [.. Enumerable.Range(kvHead * shape.Group, shape.Group).Select(head =>
        {
            var query = Rotate(rows[token], head * shape.HeadDim, place, frequencies);
            var scores = keys.Select((k, i) => (query.Zip(Rotate(rows[k.Token], (shape.Heads + kvHead) * shape.HeadDim, k.Place, frequencies), (a, b) => a * b).Sum() / Math.Sqrt(shape.HeadDim)) + (biases?[i] ?? 0)).ToArray();
            var most = scores.Max();
            var total = scores.Sum(s => Math.Exp(s - most));
            return scores.Select(s => Math.Exp(s - most) / total).ToArray();
        })];

    /// <summary>[group · headDim]: the values of those keys under those weights.</summary>
    public static double[] Attend(KvShape shape, double[] frequencies, float[][] rows, int token, int kvHead, IReadOnlyList<(int Token, int Place)> keys, int place, IReadOnlyList<double>? biases = null)
        => [.. Weights(shape, frequencies, rows, token, kvHead, keys, place, biases).SelectMany(weights => Enumerable.Range(0, shape.HeadDim)
            .Select(d => weights.Select((w, i) => w * rows[keys[i].Token][((shape.Heads + shape.KvHeads + kvHead) * shape.HeadDim) + d]).Sum()))];

    private static double[] Rotate(float[] row, int from, int position, double[] frequencies)
    {
        var half = frequencies.Length;
        var rotated = new double[2 * half];
        for (var i = 0; i < half; i++)
        {
            var (sin, cos) = Math.SinCos(position * frequencies[i]);
            rotated[i] = (row[from + i] * cos) - (row[from + i + half] * sin);
            rotated[i + half] = (row[from + i + half] * cos) + (row[from + i] * sin);
        }

        return rotated;
    }
}
