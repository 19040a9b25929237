using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold>
{
    [SkipLocalsInit]
    public void Mass(float* queries, int tokens, int position, in BlockList blocks, float* greatest, float* sums, int stride)
    {
        var rows = tokens * group;
        var scores = stackalloc float[rows * Tokens];
        var keys = stackalloc float[dim * Tokens];
        for (var i = 0; i < blocks.Count; i++)
        {
            var start = blocks.Numbers[i] * Tokens;
            UnpackKeys(blocks.Cold[i], (byte*)blocks.Heads[i], blocks.Bases[i], keys);
            ScoreUnpacked(queries, keys, scores, rows);
            for (var row = 0; row < rows; row++)
            {
                var visible = Math.Clamp(position + (row / group) - start + 1, 0, Tokens);
                var most = visible == 0 ? float.NegativeInfinity : Greatest(scores + (row * Tokens), visible);
                greatest[(row * stride) + i] = most;
                sums[(row * stride) + i] = visible == 0 ? 0 : Exponentiate(scores + (row * Tokens), visible, most);
            }
        }
    }
}
