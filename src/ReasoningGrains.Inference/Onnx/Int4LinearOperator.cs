using ReasoningGrains.Attention.Linear;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>
/// <c>reasoninggrains::Int4Linear</c>: a linear map whose weights have 4 bits with a scale and an offset a block of 32 inputs. In: rows [rows, inputs] and the weights in panels of 16 outputs
/// [panels, bytes] (<see cref="Int4Panel"/>); out: [rows, outputs].
/// </summary>
internal sealed class Int4LinearOperator() : ManagedOperator("Int4Linear", "outputs", TensorElement.Float, TensorElement.Byte)
{
    /// <summary>Rows that a panel is applied to before the next: what is kept of them stays in the second cache.</summary>
    private const int UnitRows = 64;

    /// <summary>Multiplications worth a hand-over to another thread.</summary>
    private const long UnitWork = 1 << 17;

    /// <summary>Rows that a unit rounds.</summary>
    private const int RoundedRows = 8;

    private readonly Int4Linear linear = new();
    private Matrix<float> inputs;
    private Matrix<byte> panels;
    private Matrix<float> results;
    private bool isRounding;
    private int panelsOfUnit;
    private int unitsAcross;

    public override void Dispose()
    {
        linear.Dispose();
        base.Dispose();
    }

    protected override void Compute(int outputs, in OperatorCall call)
    {
        (inputs, panels) = (call.Input<float>(0), call.Input<byte>(1));
        var blocks = inputs.Columns / Int4Panel.BlockSize;
        if (panels.Columns != Int4Panel.Bytes(blocks) || panels.Rows != (outputs + Int4Panel.Outputs - 1) / Int4Panel.Outputs)
        {
            // No unit may throw.
            throw new InvalidDataException($"Weights of {panels.Rows} panels of {panels.Columns} bytes are not those of {outputs} outputs and {inputs.Columns} inputs: the compiled model is damaged.");
        }

        results = call.Output(inputs.Rows, outputs);
        linear.Begin(inputs.Rows, inputs.Columns);
        isRounding = true;
        RunUnits(call, (inputs.Rows + RoundedRows - 1) / RoundedRows);
        isRounding = false;
        var work = (long)Math.Min(UnitRows, inputs.Rows) * panels.Rows * Int4Panel.Outputs * inputs.Columns;
        // Equal shares for two threads and for four.
        var shares = (int)Math.Clamp(((work / UnitWork) + 3) / 4 * 4, 1, panels.Rows);
        panelsOfUnit = (panels.Rows + shares - 1) / shares;
        unitsAcross = (panels.Rows + panelsOfUnit - 1) / panelsOfUnit;
        RunUnits(call, unitsAcross * ((inputs.Rows + UnitRows - 1) / UnitRows));
    }

    protected override void RunUnit(int unit)
    {
        if (isRounding)
        {
            Round(unit);
        }
        else
        {
            Apply(unit);
        }
    }

    private void Round(int unit)
    {
        for (var row = unit * RoundedRows; row < Math.Min(inputs.Rows, (unit + 1) * RoundedRows); row++)
        {
            linear.Round(row, inputs.Row(row));
        }
    }

    private void Apply(int unit)
    {
        var (firstRow, firstPanel) = (unit / unitsAcross * UnitRows, unit % unitsAcross * panelsOfUnit);
        var lastRow = Math.Min(inputs.Rows, firstRow + UnitRows);
        for (var panel = firstPanel; panel < Math.Min(panels.Rows, firstPanel + panelsOfUnit); panel++)
        {
            var output = panel * Int4Panel.Outputs;
            linear.Apply(panels.Row(panel), firstRow, lastRow, Math.Min(Int4Panel.Outputs, results.Columns - output), results.From(firstRow, output), results.Columns);
        }
    }
}
