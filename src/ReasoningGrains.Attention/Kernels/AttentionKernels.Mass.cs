using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold>
{
    [SkipLocalsInit]
    public void Mass(float* queries, int tokens, int position, in BlockList blocks, float* greatest, float* sums, int stride)
    {
        var rows = tokens * group;
        var most = PanelBlocks;
        var scores = stackalloc float[rows * most * Tokens];
        var keys = stackalloc float[dim * most * Tokens];
        for (var from = 0; from < blocks.Count; from += most)
        {
            var count = Math.Min(most, blocks.Count - from);
            var width = count * Tokens;
            for (var i = 0; i < count; i++)
            {
                UnpackKeys(blocks.Cold[from + i], (byte*)blocks.Heads[from + i], blocks.Bases[from + i], keys + (i * Tokens), width);
            }

            ScoreUnpacked(queries, keys, scores, rows, width);
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < count; i++)
                {
                    var place = scores + (row * width) + (i * Tokens);
                    var visible = Math.Clamp(position + (row / group) - (blocks.Numbers[from + i] * Tokens) + 1, 0, Tokens);
                    var greatestOfBlock = visible == 0 ? float.NegativeInfinity : Greatest(place, visible);
                    greatest[(row * stride) + from + i] = greatestOfBlock;
                    sums[(row * stride) + from + i] = visible == 0 ? 0 : Exponentiate(place, visible, Tokens, greatestOfBlock);
                }
            }
        }
    }
}
