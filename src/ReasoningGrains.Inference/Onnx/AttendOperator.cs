using ReasoningGrains.Attention;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>
/// <c>reasoninggrains::Attend</c>: hands a layer's packed queries, keys and values [rows, packed] to <see cref="PagedAttention"/>, which knows whose rows they are, and runs its
/// units on the session's own threads; out come the attended rows [rows, heads · headDim].
/// </summary>
/// <param name="attention">Planned before each run of the session.</param>
/// <param name="outputWidth">Columns of the attended rows.</param>
internal sealed class AttendOperator(PagedAttention attention, int outputWidth) : ManagedOperator("Attend", "layer", TensorElement.Float), IParallelFor
{
    private OperatorCall current;

    public void Run(PagedAttention attention, int units) => RunUnits(current, units);

    protected override void Compute(int layer, in OperatorCall call)
    {
        current = call;
        var packed = call.Input<float>(0);
        attention.Attend(layer, packed.Span, call.Output(packed.Rows, outputWidth).Span, this);
        if (attention.Fault is { } fault)
        {
            throw new InvalidOperationException("A unit of attention failed.", fault);
        }
    }

    protected override void RunUnit(int unit) => attention.RunUnit(unit);
}
