using System.Runtime.InteropServices;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Linear;

/// <summary>
/// Products of rows of floats with weights of 4 bits (<see cref="Int4Panel"/>), in integers: a block of 32 inputs is rounded to 8 bits by the greatest of them.
/// What the offsets add is by the sums of the inputs as they are. A row's results are the same bits whatever rows are beside it.
/// </summary>
/// <remarks>Rows are rounded first, each once; then panels are applied, from any number of threads.</remarks>
public sealed unsafe class Int4Linear(KernelWidth width = KernelWidth.Widest) : IDisposable
{
    private readonly IInt4Kernel kernel = KernelChoice.Linear(width);
    private sbyte* integers;
    private float* factors;
    private int blocks;
    private int rows;
    private long capacity;

    /// <summary>Makes room for rows that are then rounded.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="columns">Inputs of a row, a multiple of 32.</param>
    public void Begin(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(columns % Int4Panel.BlockSize, 0);
        (this.rows, blocks) = (rows, columns / Int4Panel.BlockSize);
        if ((long)rows * columns <= capacity)
        {
            return;
        }

        Dispose();
        var room = (long)rows * columns;
        integers = (sbyte*)NativeMemory.AlignedAlloc((nuint)room, Int4Panel.LineBytes);
        factors = (float*)NativeMemory.AlignedAlloc((nuint)(room / Int4Panel.BlockSize * RowFactors.Count * sizeof(float)), Int4Panel.LineBytes);
        capacity = room;
    }

    /// <summary>Rounds a row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="input">[columns].</param>
    public void Round(int row, ReadOnlySpan<float> input)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(input.Length, blocks * Int4Panel.BlockSize);
        fixed (float* first = input)
        {
            kernel.Round(first, blocks, Integers(row), Factors(row));
        }
    }

    /// <summary>The results of a panel.</summary>
    /// <param name="panel">Its weights, [<see cref="Int4Panel.Bytes"/>].</param>
    /// <param name="firstRow">First of the rows.</param>
    /// <param name="lastRow">Behind the last of them.</param>
    /// <param name="outputs">How many of the panel's there are, 1 to 16.</param>
    /// <param name="results">Of <paramref name="firstRow"/> and those after it, out.</param>
    /// <param name="stride">Floats from one row's results to the next one's.</param>
    public void Apply(ReadOnlySpan<byte> panel, int firstRow, int lastRow, int outputs, Span<float> results, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(panel.Length, Int4Panel.Bytes(blocks));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)lastRow, (uint)rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)firstRow, (uint)lastRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)outputs, (uint)Math.Min(Int4Panel.Outputs, stride));
        ArgumentOutOfRangeException.ThrowIfLessThan(results.Length, ((lastRow - firstRow - 1) * stride) + outputs);
        fixed (byte* weights = panel)
        fixed (float* first = results)
        {
            if (outputs == Int4Panel.Outputs)
            {
                kernel.Apply(weights, blocks, Integers(firstRow), Factors(firstRow), lastRow - firstRow, first, stride);
                return;
            }

            var whole = stackalloc float[Int4Panel.Outputs];
            for (var row = firstRow; row < lastRow; row++)
            {
                kernel.Apply(weights, blocks, Integers(row), Factors(row), 1, whole, Int4Panel.Outputs);
                new ReadOnlySpan<float>(whole, outputs).CopyTo(results.Slice((row - firstRow) * stride, outputs));
            }
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(integers);
        NativeMemory.AlignedFree(factors);
        integers = null;
        factors = null;
        capacity = 0;
    }

    private sbyte* Integers(int row) => integers + ((long)row * blocks * Int4Panel.BlockSize);

    private float* Factors(int row) => factors + ((long)row * blocks * RowFactors.Count);
}
