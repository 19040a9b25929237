using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Attention.Routing;

namespace ReasoningGrains.Inference.Scheduling;

/// <summary>When a turn has ended, blocks that its W finds light go to 4 bits; the client has its answer by then.</summary>
internal sealed partial class Sequence
{
    /// <summary>Blocks rounded at the end of a turn, so that the others wait for a few milliseconds at most; what is left goes with the turns that follow.</summary>
    private const int MostCooled = 16;

    /// <summary>Bytes of the keys and values when the output ended.</summary>
    public long KvBytes { get; private set; }

    private void CoolLightBlocks()
    {
        if (Routing is not null && former is null)
        {
            var cooled = 0;
            foreach (var block in LightBlocks.Of(Routing, Table.Length / KvShape.BlockTokens))
            {
                cooled += Table.TryCool(block) ? 1 : 0;
                if (cooled == MostCooled)
                {
                    break;
                }
            }
        }

        KvBytes = Table.Bytes;
    }
}
