using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Attention.Linear;

/// <summary>
/// Products of rows of floats with weights of 4 bits (<see cref="Int4Panel"/>), in integers: a block of 32 inputs is rounded to 8 bits by the greatest of them.
/// What the offsets add is by the sums of the inputs as they are. A row's results are the same bits whatever rows are beside it.
/// </summary>
/// <remarks>Rows are rounded first, each once; then panels are applied, from any number of threads.</remarks>
public sealed unsafe class Int4Linear(KernelWidth width = KernelWidth.Widest) : IDisposable
{
    private readonly IInt4Kernel kernel = Create(width);
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

        Free();
        capacity = (long)rows * columns;
        integers = (sbyte*)NativeMemory.AlignedAlloc((nuint)capacity, Int4Panel.LineBytes);
        factors = (float*)NativeMemory.AlignedAlloc((nuint)(capacity / Int4Panel.BlockSize * RowFactors.Count * sizeof(float)), Int4Panel.LineBytes);
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
        Free();
        GC.SuppressFinalize(this);
    }

    ~Int4Linear() => Free();

    private static IInt4Kernel Create(KernelWidth width) => width switch
    {
        KernelWidth.Widest => Create(Vector512.IsHardwareAccelerated ? KernelWidth.Vector512 : Vector128.IsHardwareAccelerated ? KernelWidth.Vector256 : KernelWidth.Portable),
        KernelWidth.Vector512 => new Int4Kernel<Lanes512, Quads512>(),
        KernelWidth.Vector256 => new Int4Kernel<Lanes256, Quads256>(),
        _ => new Int4Kernel<Lanes1, Quads1>(),
    };

    private sbyte* Integers(int row) => integers + ((long)row * blocks * Int4Panel.BlockSize);

    private float* Factors(int row) => factors + ((long)row * blocks * RowFactors.Count);

    private void Free()
    {
        NativeMemory.AlignedFree(integers);
        NativeMemory.AlignedFree(factors);
        integers = null;
        factors = null;
        capacity = 0;
    }
}
