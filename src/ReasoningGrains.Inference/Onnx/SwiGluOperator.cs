using System.Numerics.Tensors;

namespace ReasoningGrains.Inference.Onnx;

/// <summary><c>reasoninggrains::SwiGlu</c> (arXiv 2002.05202): of [rows, gate and up] makes <c>gate · sigmoid(gate) · up</c>, [rows, half as many].</summary>
internal sealed class SwiGluOperator() : ManagedOperator("SwiGlu", attribute: null, TensorElement.Float)
{
    /// <summary>Elements worth a hand-over to another thread.</summary>
    private const int UnitWork = 1 << 13;

    private Matrix<float> both;
    private Matrix<float> gated;
    private int rowsOfUnit;

    protected override void Compute(int attribute, in OperatorCall call)
    {
        both = call.Input<float>(0);
        gated = call.Output(both.Rows, both.Columns / 2);
        rowsOfUnit = Math.Clamp(UnitWork / gated.Columns, 1, gated.Rows);
        RunUnits(call, (gated.Rows + rowsOfUnit - 1) / rowsOfUnit);
    }

    protected override void RunUnit(int unit)
    {
        for (var row = unit * rowsOfUnit; row < Math.Min(gated.Rows, (unit + 1) * rowsOfUnit); row++)
        {
            var gate = both.Row(row)[..gated.Columns];
            var up = both.Row(row)[gated.Columns..];
            var result = gated.Row(row);
            TensorPrimitives.Sigmoid<float>(gate, result);
            TensorPrimitives.Multiply<float>(result, gate, result);
            TensorPrimitives.Multiply<float>(result, up, result);
        }
    }
}
