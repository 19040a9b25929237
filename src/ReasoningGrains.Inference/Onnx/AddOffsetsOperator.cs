using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ReasoningGrains.Attention.Kernels;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>
/// <c>reasoninggrains::AddOffsets</c>: completes a linear map whose weights have an offset a block of inputs. In: the product with the integers y [rows, n], the input x [rows, k],
/// the offsets in panels of 32 outputs [panels, k / 32 blocks · 32] and an output's scale of them [panels, 32]; out: <c>y + blockSums(x) · offsets · scales</c>.
/// One node for what would be four, each of which costs more than its arithmetic; 16 bits, for what a token costs is what it reads.
/// </summary>
internal sealed unsafe class AddOffsetsOperator() : ManagedOperator("AddOffsets", TensorElement.Float, TensorElement.Float, TensorElement.Int16, TensorElement.Float)
{
    private const int BlockSize = 32;
    private const int PanelColumns = 32;

    /// <summary>Offsets from the request for a line of them to its use: a panel is too short for the hardware to notice the stream in time.</summary>
    private const int Ahead = 1024;

    /// <summary>Rows for which an offset is loaded and widened once.</summary>
    private const int TileRows = 4;

    /// <summary>Rows of a unit at most.</summary>
    private const int UnitRows = 4 * TileRows;

    /// <summary>Multiplications worth a hand-over to another thread.</summary>
    private const int UnitWork = 1 << 15;

    private Matrix<float> products;
    private Matrix<float> inputs;
    private Matrix<short> offsets;
    private Matrix<float> scales;
    private Matrix<float> results;
    private float[] blockSums = [];
    private int blocks;
    private int panelsOfUnit;
    private int unitsAcross;

    protected override void Compute(int layer, in OperatorCall call)
    {
        (products, inputs, offsets, scales) = (call.Input<float>(0), call.Input<float>(1), call.Input<short>(2), call.Input<float>(3));
        results = call.Output(products.Rows, products.Columns);
        SumBlocks();
        var work = (long)Math.Min(UnitRows, products.Rows) * offsets.Rows * offsets.Columns;
        var shares = (int)Math.Clamp((work + UnitWork - 1) / UnitWork, 1, offsets.Rows);
        panelsOfUnit = (offsets.Rows + shares - 1) / shares;
        unitsAcross = (offsets.Rows + panelsOfUnit - 1) / panelsOfUnit;
        RunUnits(call, unitsAcross * ((products.Rows + UnitRows - 1) / UnitRows));
    }

    protected override void RunUnit(int unit)
    {
        var (firstRow, firstPanel) = (unit / unitsAcross * UnitRows, unit % unitsAcross * panelsOfUnit);
        var (lastRow, lastPanel) = (Math.Min(products.Rows, firstRow + UnitRows), Math.Min(offsets.Rows, firstPanel + panelsOfUnit));
        for (var panel = firstPanel; panel < lastPanel; panel++)
        {
            AddPanel(panel, firstRow, lastRow);
        }
    }

    private void SumBlocks()
    {
        blocks = inputs.Columns / BlockSize;
        if (blockSums.Length < inputs.Rows * blocks)
        {
            blockSums = new float[inputs.Rows * blocks];
        }

        var input = inputs.Address(0);
        for (var i = 0; i < inputs.Rows * blocks; i++, input += BlockSize)
        {
            blockSums[i] = Vector512.Sum(Vector512.Load(input) + Vector512.Load(input + Vector512<float>.Count));
        }
    }

    [SkipLocalsInit]
    private void AddPanel(int panel, int firstRow, int lastRow)
    {
        Span<float> sums = stackalloc float[TileRows * PanelColumns];
        var row = firstRow;
        for (; row + TileRows <= lastRow; row += TileRows)
        {
            WeighForFour(offsets.Address(panel), row, sums);
            for (var i = 0; i < TileRows; i++)
            {
                Add(panel, row + i, sums.Slice(i * PanelColumns, PanelColumns));
            }
        }

        for (; row < lastRow; row++)
        {
            Weigh(offsets.Address(panel), row, sums);
            Add(panel, row, sums);
        }
    }

    /// <summary>Sums over the blocks of a row's sums by a panel's offsets.</summary>
    /// <param name="panel">[blocks, 32].</param>
    /// <param name="row">Whose.</param>
    /// <param name="sums">[32].</param>
    private void Weigh(short* panel, int row, Span<float> sums)
    {
        ref var factor = ref blockSums[row * blocks];
        Vector512<float> low = default, high = default;
        for (var block = 0; block < blocks; block++, panel += PanelColumns)
        {
            Prefetch.Line(panel + Ahead);
            var (a, b) = Widen(panel);
            var x = Vector512.Create(Unsafe.Add(ref factor, block));
            (low, high) = (Vector512.MultiplyAddEstimate(a, x, low), Vector512.MultiplyAddEstimate(b, x, high));
        }

        Store(low, high, sums);
    }

    /// <summary>The same of four rows, sums [4, 32].</summary>
    private void WeighForFour(short* panel, int row, Span<float> sums)
    {
        ref var factor = ref blockSums[row * blocks];
        Vector512<float> low0 = default, low1 = default, low2 = default, low3 = default, high0 = default, high1 = default, high2 = default, high3 = default;
        for (var block = 0; block < blocks; block++, panel += PanelColumns)
        {
            var (a, b) = Widen(panel);
            var (x0, x1) = (Vector512.Create(Unsafe.Add(ref factor, block)), Vector512.Create(Unsafe.Add(ref factor, blocks + block)));
            var (x2, x3) = (Vector512.Create(Unsafe.Add(ref factor, (2 * blocks) + block)), Vector512.Create(Unsafe.Add(ref factor, (3 * blocks) + block)));
            (low0, high0) = (Vector512.MultiplyAddEstimate(a, x0, low0), Vector512.MultiplyAddEstimate(b, x0, high0));
            (low1, high1) = (Vector512.MultiplyAddEstimate(a, x1, low1), Vector512.MultiplyAddEstimate(b, x1, high1));
            (low2, high2) = (Vector512.MultiplyAddEstimate(a, x2, low2), Vector512.MultiplyAddEstimate(b, x2, high2));
            (low3, high3) = (Vector512.MultiplyAddEstimate(a, x3, low3), Vector512.MultiplyAddEstimate(b, x3, high3));
        }

        Store(low0, high0, sums);
        Store(low1, high1, sums[PanelColumns..]);
        Store(low2, high2, sums[(2 * PanelColumns)..]);
        Store(low3, high3, sums[(3 * PanelColumns)..]);
    }

    /// <summary>A row's product in a panel, completed by its sums.</summary>
    private void Add(int panel, int row, ReadOnlySpan<float> sums)
    {
        var (from, width) = (panel * PanelColumns, Math.Min(PanelColumns, products.Columns - (panel * PanelColumns)));
        ReadOnlySpan<float> product = products.Row(row).Slice(from, width), scale = scales.Row(panel);
        var result = results.Row(row).Slice(from, width);
        var column = 0;
        for (; column + Vector<float>.Count <= width; column += Vector<float>.Count)
        {
            Vector.MultiplyAddEstimate(new Vector<float>(sums[column..]), new Vector<float>(scale[column..]), new Vector<float>(product[column..])).CopyTo(result[column..]);
        }

        for (; column < width; column++)
        {
            result[column] = (sums[column] * scale[column]) + product[column];
        }
    }

    /// <summary>A block's offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Low, Vector512<float> High) Widen(short* offsets)
    {
        var (low, high) = Vector512.Widen(Vector512.Load(offsets));
        return (Vector512.ConvertToSingle(low), Vector512.ConvertToSingle(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> low, Vector512<float> high, Span<float> sums)
    {
        low.CopyTo(sums);
        high.CopyTo(sums[Vector512<float>.Count..]);
    }
}
