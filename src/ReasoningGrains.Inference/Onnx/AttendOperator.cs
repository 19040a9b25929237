using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using ReasoningGrains.Attention;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>
/// <c>reasoninggrains::Attend</c> as an operator of ONNX Runtime: hands a layer's packed queries, keys and values to <see cref="PagedAttention"/>,
/// which knows whose rows they are, and runs its units on the session's own threads.
/// </summary>
internal sealed unsafe class AttendOperator : IDisposable, IParallelFor
{
    private const int Float = 1;
    private readonly PagedAttention attention;
    private readonly int outputWidth;
    private readonly Definition* definition;
    private GCHandle self;
    private nint context;

    /// <param name="attention">Planned before each run of the session.</param>
    /// <param name="inputWidth">Columns of the packed rows.</param>
    /// <param name="outputWidth">Columns of the attended rows.</param>
    public AttendOperator(PagedAttention attention, int inputWidth, int outputWidth)
    {
        this.attention = attention;
        this.outputWidth = outputWidth;
        InputWidth = inputWidth;
        self = GCHandle.Alloc(this);
        definition = (Definition*)NativeMemory.AllocZeroed((nuint)sizeof(Definition));
        definition->Owner = GCHandle.ToIntPtr(self);
        definition->Op = new OrtCustomOp
        {
            Version = 16,
            GetName = &Name,
            GetExecutionProviderType = &HostProvider,
            GetInputType = &FloatType,
            GetInputTypeCount = &One,
            GetOutputType = &FloatType,
            GetOutputTypeCount = &One,
            KernelDestroy = &Destroy,
            GetInputCharacteristic = &Required,
            GetOutputCharacteristic = &Required,
            GetInputMemoryType = &Required,
            CreateKernelV2 = &Create,
            KernelComputeV2 = &Compute,
        };
    }

    /// <summary>What went wrong in the last run, on this side of the native code.</summary>
    public Exception? Fault { get; set; }

    private int InputWidth { get; }

    public void Register(SessionOptions options) => OrtNative.Register(options, "reasoninggrains\0"u8, (nint)definition);

    public void Run(PagedAttention attention, int units)
        => OrtNative.Check(OrtNative.ParallelFor(context, &RunUnit, (nuint)units, 0, (void*)GCHandle.ToIntPtr(self)));

    public void Dispose()
    {
        NativeMemory.Free(definition);
        self.Free();
    }

    [UnmanagedCallersOnly]
    private static byte* Name(OrtCustomOp* op) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("Attend\0"u8));

    [UnmanagedCallersOnly]
    private static byte* HostProvider(OrtCustomOp* op) => null;

    [UnmanagedCallersOnly]
    private static int FloatType(OrtCustomOp* op, nuint index) => Float;

    [UnmanagedCallersOnly]
    private static nuint One(OrtCustomOp* op) => 1;

    [UnmanagedCallersOnly]
    private static int Required(OrtCustomOp* op, nuint index) => 0;

    [UnmanagedCallersOnly]
    private static nint Create(OrtCustomOp* op, nint api, nint info, nint* kernel)
    {
        long layer;
        fixed (byte* name = "layer\0"u8)
        {
            var status = OrtNative.GetIntegerAttribute(info, name, &layer);
            if (status != 0)
            {
                return status;
            }
        }

        var made = (Kernel*)NativeMemory.Alloc((nuint)sizeof(Kernel));
        *made = new Kernel { Owner = ((Definition*)op)->Owner, Layer = (int)layer };
        *kernel = (nint)made;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void Destroy(nint kernel) => NativeMemory.Free((void*)kernel);

    [UnmanagedCallersOnly]
    private static nint Compute(nint kernel, nint context)
    {
        var owner = (AttendOperator)GCHandle.FromIntPtr(((Kernel*)kernel)->Owner).Target!;
        try
        {
            owner.Compute(((Kernel*)kernel)->Layer, context);
            return 0;
        }
        catch (Exception e)
        {
            // An exception must not cross native code: the runner finds it here when the run has failed.
            owner.Fault = e;
            fixed (byte* message = "Attend failed\0"u8)
            {
                return OrtNative.CreateStatus(1, message);
            }
        }
    }

    [UnmanagedCallersOnly]
    private static void RunUnit(void* owner, nuint unit) => ((AttendOperator)GCHandle.FromIntPtr((nint)owner).Target!).attention.RunUnit((int)unit);

    private void Compute(int layer, nint kernelContext)
    {
        nint input, output, shape;
        OrtNative.Check(OrtNative.GetInput(kernelContext, 0, &input));
        OrtNative.Check(OrtNative.GetShape(input, &shape));
        var dimensions = stackalloc long[2];
        var status = OrtNative.GetDimensions(shape, dimensions, 2);
        OrtNative.ReleaseShape(shape);
        OrtNative.Check(status);
        var rows = (int)dimensions[0];
        dimensions[1] = outputWidth;
        OrtNative.Check(OrtNative.GetOutput(kernelContext, 0, dimensions, 2, &output));
        void* source;
        void* destination;
        OrtNative.Check(OrtNative.GetData(input, &source));
        OrtNative.Check(OrtNative.GetData(output, &destination));
        context = kernelContext;
        attention.Attend(layer, new Span<float>(source, rows * InputWidth), new Span<float>(destination, rows * outputWidth), this);
        if (attention.Fault is { } fault)
        {
            throw new InvalidOperationException("A unit of attention failed.", fault);
        }
    }

    private struct Definition
    {
        public OrtCustomOp Op;
        public nint Owner;
    }

    private struct Kernel
    {
        public nint Owner;
        public int Layer;
    }
}
