using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ReasoningGrains.Attention;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Scheduling;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>Runs a compiled graph by ONNX Runtime. Inputs and outputs lie in buffers made once; a binding is made once for each count of rows.</summary>
internal sealed class OrtModelRunner : IModelRunner
{
    // Prompts come in many lengths; bindings of old ones are made again when they come back.
    private const int KeptBindings = 64;
    private readonly PagedAttention attention;
    private readonly ManagedOperator[] operators;
    private readonly InferenceSession session;
    private readonly bool copies;
    private readonly RunOptions runOptions = new();
    private readonly NativeBuffer<long> tokens;
    private readonly NativeBuffer<long> logitRows;
    private readonly NativeBuffer<float> logits;
    private readonly Dictionary<(int Rows, int Outputs), StepBinding> bindings = [];

    public OrtModelRunner(string graphPath, PagedAttention attention, ModelShape shape, int maxRows, int maxOutputs, SessionChoice choice)
    {
        this.attention = attention;
        Vocabulary = shape.Vocabulary;
        tokens = new NativeBuffer<long>(maxRows);
        logitRows = new NativeBuffer<long>(maxOutputs);
        logits = new NativeBuffer<float>((long)maxOutputs * Vocabulary);
        operators = [new AttendOperator(attention, shape.AttendedWidth), new Int4LinearOperator(), new SwiGluOperator()];
        copies = choice.Accelerator != Accelerator.Cpu;
        using var options = choice.CreateOptions();
        OrtNative.Register(options, "reasoninggrains\0"u8, operators);
        session = choice.Open(graphPath, options);
    }

    public int Vocabulary { get; }

    public void Run(StepPlan plan)
    {
        for (var i = 0; i < plan.Rows; i++)
        {
            tokens.Span[i] = plan.Tokens[i];
        }

        for (var i = 0; i < plan.Outputs; i++)
        {
            logitRows.Span[i] = plan.OutputRows[i];
        }

        attention.Plan(plan.Segments);
        foreach (var op in operators)
        {
            op.Fault = null;
        }

        try
        {
            var binding = Binding(plan.Rows, plan.Outputs);
            binding.TakeInputs();
            session.RunWithBinding(runOptions, binding.Value);
        }
        catch (OnnxRuntimeException e)
        {
            var fault = Array.Find(operators, o => o.Fault is not null)?.Fault ?? e;
            throw new EngineFaultException($"The step failed: {fault.Message}", fault);
        }
    }

    public Span<float> Logits(int output) => logits.Span.Slice(output * Vocabulary, Vocabulary);

    public void Dispose()
    {
        ClearBindings();
        session.Dispose();
        runOptions.Dispose();
        Array.ForEach(operators, o => o.Dispose());
        attention.Dispose();
        tokens.Dispose();
        logitRows.Dispose();
        logits.Dispose();
    }

    private StepBinding Binding(int rows, int outputs)
    {
        if (bindings.TryGetValue((rows, outputs), out var binding))
        {
            return binding;
        }

        if (bindings.Count == KeptBindings)
        {
            ClearBindings();
        }

        binding = new StepBinding(session, copies);
        binding.Input("input_ids", TensorElementType.Int64, [rows], tokens.Address, tokens.Bytes);
        binding.Input("logit_rows", TensorElementType.Int64, [outputs], logitRows.Address, logitRows.Bytes);
        binding.Output("logits", TensorElementType.Float, [outputs, Vocabulary], logits.Address, logits.Bytes);
        return bindings[(rows, outputs)] = binding;
    }

    private void ClearBindings()
    {
        foreach (var binding in bindings.Values)
        {
            binding.Dispose();
        }

        bindings.Clear();
    }
}
