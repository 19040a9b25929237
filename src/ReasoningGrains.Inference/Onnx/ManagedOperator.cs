using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>
/// An operator of ONNX Runtime that is implemented here, through the function pointers of its C interface: matrices in, one of floats out, on the host. A session calls one
/// operator at a time, so an operator may keep the call it is in.
/// </summary>
internal abstract unsafe class ManagedOperator : IDisposable
{
    private readonly Definition* definition;
    private readonly byte* name;
    private readonly byte* attribute;
    private GCHandle self;

    /// <param name="name">Within the domain of this project.</param>
    /// <param name="attribute">The integer that its nodes have, if any.</param>
    /// <param name="inputs">Their elements.</param>
    protected ManagedOperator(string name, string? attribute, params ReadOnlySpan<TensorElement> inputs)
    {
        self = GCHandle.Alloc(this);
        this.name = Text(name);
        this.attribute = attribute is null ? null : Text(attribute);
        definition = (Definition*)NativeMemory.AllocZeroed((nuint)sizeof(Definition));
        definition->Owner = GCHandle.ToIntPtr(self);
        definition->Name = this.name;
        definition->Inputs = (nuint)inputs.Length;
        definition->Elements = (TensorElement*)NativeMemory.Alloc((nuint)inputs.Length, sizeof(TensorElement));
        inputs.CopyTo(new Span<TensorElement>(definition->Elements, inputs.Length));
        definition->Op = new OrtCustomOp
        {
            Version = 16,
            GetName = &Name,
            GetExecutionProviderType = &HostProvider,
            GetInputType = &InputType,
            GetInputTypeCount = &Inputs,
            GetOutputType = &OutputType,
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

    /// <summary>The definition that ONNX Runtime wants, valid as long as this object is.</summary>
    public nint Handle => (nint)definition;

    public virtual void Dispose()
    {
        NativeMemory.Free(definition->Elements);
        NativeMemory.Free(definition);
        NativeMemory.Free(name);
        NativeMemory.Free(attribute);
        self.Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Computes one node.</summary>
    /// <param name="attribute">The value of its attribute, 0 when it has none.</param>
    /// <param name="call">Inputs, output and threads.</param>
    protected abstract void Compute(int attribute, in OperatorCall call);

    /// <summary>One unit of what <see cref="RunUnits"/> asks for; from any thread, and may not throw.</summary>
    protected abstract void RunUnit(int unit);

    /// <summary>Runs units 0 to <paramref name="units"/> - 1 on the session's threads and returns when all are done.</summary>
    protected void RunUnits(in OperatorCall call, int units)
    {
        if (units == 1)
        {
            RunUnit(0);
            return;
        }

        OrtNative.Check(OrtNative.ParallelFor(call.Context, &Unit, (nuint)units, 0, (void*)GCHandle.ToIntPtr(self)));
    }

    private static byte* Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var made = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(made, bytes.Length));
        return made;
    }

    [UnmanagedCallersOnly]
    private static byte* Name(OrtCustomOp* op) => ((Definition*)op)->Name;

    [UnmanagedCallersOnly]
    private static byte* HostProvider(OrtCustomOp* op) => null;

    [UnmanagedCallersOnly]
    private static int InputType(OrtCustomOp* op, nuint index) => (int)((Definition*)op)->Elements[index];

    [UnmanagedCallersOnly]
    private static int OutputType(OrtCustomOp* op, nuint index) => (int)TensorElement.Float;

    [UnmanagedCallersOnly]
    private static nuint Inputs(OrtCustomOp* op) => ((Definition*)op)->Inputs;

    [UnmanagedCallersOnly]
    private static nuint One(OrtCustomOp* op) => 1;

    [UnmanagedCallersOnly]
    private static int Required(OrtCustomOp* op, nuint index) => 0;

    [UnmanagedCallersOnly]
    private static nint Create(OrtCustomOp* op, nint api, nint info, nint* kernel)
    {
        var owner = ((Definition*)op)->Owner;
        long value = 0;
        var attribute = Owner(owner).attribute;
        if (attribute != null && OrtNative.GetIntegerAttribute(info, attribute, &value) is not 0 and var status)
        {
            return status;
        }

        var made = (Kernel*)NativeMemory.Alloc((nuint)sizeof(Kernel));
        *made = new Kernel { Owner = owner, Attribute = (int)value };
        *kernel = (nint)made;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void Destroy(nint kernel) => NativeMemory.Free((void*)kernel);

    [UnmanagedCallersOnly]
    private static nint Compute(nint kernel, nint context)
    {
        var owner = Owner(((Kernel*)kernel)->Owner);
        try
        {
            owner.Compute(((Kernel*)kernel)->Attribute, new OperatorCall(context));
            return 0;
        }
        catch (Exception e)
        {
            // An exception must not cross native code: the runner finds it here when the run has failed.
            owner.Fault = e;
            fixed (byte* message = "An operator failed\0"u8)
            {
                return OrtNative.CreateStatus(1, message);
            }
        }
    }

    [UnmanagedCallersOnly]
    private static void Unit(void* owner, nuint unit) => Owner((nint)owner).RunUnit((int)unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ManagedOperator Owner(nint handle) => (ManagedOperator)GCHandle.FromIntPtr(handle).Target!;

    private struct Definition
    {
        public OrtCustomOp Op;
        public nint Owner;
        public byte* Name;
        public nuint Inputs;
        public TensorElement* Elements;
    }

    private struct Kernel
    {
        public nint Owner;
        public int Attribute;
    }
}
