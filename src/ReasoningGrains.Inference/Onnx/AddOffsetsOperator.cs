using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>
/// <c>reasoninggrains::AddOffsets</c>: completes a linear map whose weights have an offset a block of inputs. In: the product with the integers y [rows, n], the input x [rows, k]
/// and the offsets [k / 32, n]; out: <c>y + blockSums(x) · offsets</c>. One node for what would be four, each of which costs more than its arithmetic.
/// </summary>
internal sealed class AddOffsetsOperator() : ManagedOperator("AddOffsets", 3)
{
    private const int BlockSize = 32;

    /// <summary>Columns of a unit: its part of a row of offsets stays in the nearest cache.</summary>
    private const int Chunk = 1024;

    /// <summary>Multiplications worth a hand-over to another thread.</summary>
    private const int UnitWork = 1 << 16;

    private Matrix products;
    private Matrix inputs;
    private Matrix offsets;
    private Matrix sums;
    private int chunks;
    private int rowsOfUnit;

    protected override void Compute(int layer, in OperatorCall call)
    {
        (products, inputs, offsets) = (call.Input(0), call.Input(1), call.Input(2));
        sums = call.Output(products.Rows, products.Columns);
        chunks = (products.Columns + Chunk - 1) / Chunk;
        var work = offsets.Rows * Math.Min(Chunk, products.Columns);
        rowsOfUnit = Math.Clamp(UnitWork / work, 1, products.Rows);
        if (products.Rows == 1 && work * chunks < UnitWork / 2)
        {
            AddRows(0, 1, 0, products.Columns);
            return;
        }

        RunUnits(call, chunks * ((products.Rows + rowsOfUnit - 1) / rowsOfUnit));
    }

    protected override void RunUnit(int unit)
    {
        var (first, from) = (unit / chunks * rowsOfUnit, unit % chunks * Chunk);
        AddRows(first, Math.Min(rowsOfUnit, products.Rows - first), from, Math.Min(Chunk, products.Columns - from));
    }

    [SkipLocalsInit]
    private void AddRows(int first, int count, int from, int columns)
    {
        Span<float> blocks = stackalloc float[offsets.Rows];
        for (var row = first; row < first + count; row++)
        {
            var input = inputs.Row(row);
            for (var block = 0; block < blocks.Length; block++)
            {
                blocks[block] = TensorPrimitives.Sum<float>(input.Slice(block * BlockSize, BlockSize));
            }

            var sum = sums.Row(row).Slice(from, columns);
            products.Row(row).Slice(from, columns).CopyTo(sum);
            var next = 0;
            for (; next + 4 <= blocks.Length; next += 4)
            {
                AddFour(blocks.Slice(next, 4), next, from, sum);
            }

            for (; next < blocks.Length; next++)
            {
                TensorPrimitives.MultiplyAdd(offsets.Row(next).Slice(from, columns), blocks[next], sum, sum);
            }
        }
    }

    /// <summary>Four rows of offsets at a time, so that a sum is loaded and stored once for them.</summary>
    private void AddFour(ReadOnlySpan<float> factors, int block, int from, Span<float> sum)
    {
        var (a, b, c, d) = (new Vector<float>(factors[0]), new Vector<float>(factors[1]), new Vector<float>(factors[2]), new Vector<float>(factors[3]));
        ReadOnlySpan<float> ra = offsets.Row(block).Slice(from, sum.Length), rb = offsets.Row(block + 1).Slice(from, sum.Length),
            rc = offsets.Row(block + 2).Slice(from, sum.Length), rd = offsets.Row(block + 3).Slice(from, sum.Length);
        var i = 0;
        for (; i + Vector<float>.Count <= sum.Length; i += Vector<float>.Count)
        {
            var first = Vector.MultiplyAddEstimate(new Vector<float>(ra[i..]), a, Vector.MultiplyAddEstimate(new Vector<float>(rb[i..]), b, new Vector<float>(sum[i..])));
            Vector.MultiplyAddEstimate(new Vector<float>(rc[i..]), c, Vector.MultiplyAddEstimate(new Vector<float>(rd[i..]), d, first)).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += (ra[i] * factors[0]) + (rb[i] * factors[1]) + (rc[i] * factors[2]) + (rd[i] * factors[3]);
        }
    }
}
