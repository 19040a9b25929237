using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ReasoningGrains.Training.Llama;

/// <summary>Every token attends what stands before it in its own sequence.</summary>
internal static class CausalAttention
{
    /// <param name="queries">[tokens, heads, headDim].</param>
    /// <param name="keys">[tokens, kvHeads, headDim].</param>
    /// <param name="values">As the keys.</param>
    /// <param name="lengths">Of the sequences.</param>
    /// <returns>[tokens, heads · headDim].</returns>
    public static Tensor Apply(Tensor queries, Tensor keys, Tensor values, long[] lengths)
    {
        // split's gradient is one concatenation; that of narrow would be a whole matrix of zeros for each sequence.
        var (q, k, v) = (queries.split(lengths, 0), keys.split(lengths, 0), values.split(lengths, 0));
        return cat([.. lengths.Select((_, i) => Sequence(q[i], k[i], v[i]))], 0);
    }

    private static Tensor Sequence(Tensor queries, Tensor keys, Tensor values)
    {
        var (tokens, heads, width, groups) = (queries.shape[0], queries.shape[1], queries.shape[2], keys.shape[1]);
        long[] grouped = [groups, heads / groups, tokens, width];
        var attended = scaled_dot_product_attention(
            queries.transpose(0, 1).view(grouped),
            keys.transpose(0, 1).unsqueeze(1).expand(grouped),
            values.transpose(0, 1).unsqueeze(1).expand(grouped),
            is_casual: true);
        return attended.reshape(heads, tokens, width).transpose(0, 1).reshape(tokens, heads * width);
    }
}
