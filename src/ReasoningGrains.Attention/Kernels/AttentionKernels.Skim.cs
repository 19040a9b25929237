using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

internal sealed unsafe partial class AttentionKernels<TLanes, THot, TCold>
{
    /// <summary>Cold blocks that the tables of a query are made of.</summary>
    private const int Samples = 8;

    /// <summary>Cold blocks that are skimmed at once: as many rows as a product has sums for.</summary>
    private const int SketchesAtOnce = 4;

    /// <summary>Cold blocks from the request for a sketch to its use: memory answers that late.</summary>
    private const int SketchesAhead = 2 * SketchesAtOnce;

    [SkipLocalsInit]
    public void Skim(float* queries, int rows, nint* heads, nint* sketches, int blocks, float* greatest, int stride)
    {
        var places = stackalloc int[blocks];
        var (cold, hot) = (0, false);
        for (var block = 0; block < blocks; block++)
        {
            if (sketches[block] != 0)
            {
                places[cold++] = block;
            }
            else
            {
                Look(queries, rows, heads + block, &hot, 1, greatest + block, stride);
            }
        }

        SkimCold(queries, rows, heads, sketches, places, cold, greatest, stride);
    }

    /// <param name="queries">[rows, dim].</param>
    /// <param name="rows">How many.</param>
    /// <param name="heads">Addresses of the head in all blocks.</param>
    /// <param name="sketches">Addresses of its sketches.</param>
    /// <param name="places">The cold ones among them.</param>
    /// <param name="count">How many.</param>
    /// <param name="greatest">[rows, blocks].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    [SkipLocalsInit]
    private void SkimCold(float* queries, int rows, nint* heads, nint* sketches, int* places, int count, float* greatest, int stride)
    {
        if (count == 0)
        {
            return;
        }

        var filled = (rows + TLanes.Width - 1) / TLanes.Width * TLanes.Width;
        var factors = stackalloc float[filled];
        var turned = stackalloc float[dim * filled];
        var workspace = stackalloc float[(SketchesAtOnce * dim) + filled];
        var scores = stackalloc float[SketchesAtOnce * filled];
        var tables = stackalloc sbyte[rows * SignSketch.TableEntries(dim)];
        var samples = stackalloc nint[Samples];
        var together = stackalloc nint[SketchesAtOnce];
        Turn(queries, rows, turned, filled);
        TCold.Tabulate<TLanes>(queries, rows, samples, Sample(heads, places, count, samples), dim, workspace, tables, factors);
        for (var first = 0; first < count; first += SketchesAtOnce)
        {
            for (var ahead = first + SketchesAhead; ahead < Math.Min(first + SketchesAhead + SketchesAtOnce, count); ahead++)
            {
                TCold.PrefetchSketch((byte*)sketches[places[ahead]], dim);
            }

            var few = Math.Min(SketchesAtOnce, count - first);
            for (var i = 0; i < few; i++)
            {
                together[i] = sketches[places[first + i]];
            }

            TCold.Skim<TLanes>(turned, rows, tables, factors, together, few, dim, workspace, scores);
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < few; i++)
                {
                    greatest[(row * stride) + places[first + i]] = scores[(i * filled) + row];
                }
            }
        }
    }

    [SkipLocalsInit]
    public void Look(float* queries, int rows, nint* heads, bool* cold, int blocks, float* greatest, int stride)
    {
        var scores = stackalloc float[rows * Tokens];
        var magnitudes = stackalloc float[rows];
        var workspace = stackalloc byte[WorkspaceBytes * rows * dim];
        for (var row = 0; row < rows; row++)
        {
            magnitudes[row] = SixteenBits<TLanes>.Magnitude(queries + (row * dim), dim);
        }

        for (var block = 0; block < blocks; block++)
        {
            if (block + 1 < blocks)
            {
                Prefetch.Range((byte*)heads[block + 1], MatrixBytes(cold[block + 1]));
            }

            Score(cold[block], queries, rows, magnitudes, (byte*)heads[block], workspace, scores, Tokens, default);
            for (var row = 0; row < rows; row++)
            {
                greatest[(row * stride) + block] = Greatest(scores + (row * Tokens), Tokens);
            }
        }
    }

    /// <summary>[rows, dim] as [dim, filled].</summary>
    private void Turn(float* queries, int rows, float* turned, int filled)
    {
        for (var d = 0; d < dim; d++)
        {
            for (var row = 0; row < filled; row++)
            {
                turned[(d * filled) + row] = row < rows ? queries[(row * dim) + d] : 0;
            }
        }
    }

    /// <summary>Some of the cold blocks, from all over.</summary>
    private static int Sample(nint* heads, int* places, int cold, nint* samples)
    {
        var count = Math.Min(Samples, cold);
        for (var i = 0; i < count; i++)
        {
            samples[i] = heads[places[i * cold / count]];
        }

        return count;
    }
}
