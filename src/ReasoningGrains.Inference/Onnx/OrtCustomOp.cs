using System.Runtime.InteropServices;

namespace ReasoningGrains.Inference.Onnx;

/// <summary><c>OrtCustomOp</c> of onnxruntime_c_api.h as of version 16, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OrtCustomOp
{
    public uint Version;
    public nint CreateKernel;
    public delegate* unmanaged<OrtCustomOp*, byte*> GetName;
    public delegate* unmanaged<OrtCustomOp*, byte*> GetExecutionProviderType;
    public delegate* unmanaged<OrtCustomOp*, nuint, int> GetInputType;
    public delegate* unmanaged<OrtCustomOp*, nuint> GetInputTypeCount;
    public delegate* unmanaged<OrtCustomOp*, nuint, int> GetOutputType;
    public delegate* unmanaged<OrtCustomOp*, nuint> GetOutputTypeCount;
    public nint KernelCompute;
    public delegate* unmanaged<nint, void> KernelDestroy;
    public delegate* unmanaged<OrtCustomOp*, nuint, int> GetInputCharacteristic;
    public delegate* unmanaged<OrtCustomOp*, nuint, int> GetOutputCharacteristic;
    public delegate* unmanaged<OrtCustomOp*, nuint, int> GetInputMemoryType;
    public nint GetVariadicInputMinArity;
    public nint GetVariadicInputHomogeneity;
    public nint GetVariadicOutputMinArity;
    public nint GetVariadicOutputHomogeneity;
    public delegate* unmanaged<OrtCustomOp*, nint, nint, nint*, nint> CreateKernelV2;
    public delegate* unmanaged<nint, nint, nint> KernelComputeV2;
    public nint InferOutputShape;
    public nint GetStartVersion;
    public nint GetEndVersion;
    public nint GetMayInplace;
    public nint ReleaseMayInplace;
    public nint GetAliasMap;
    public nint ReleaseAliasMap;
}
