using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>
/// The functions of ONNX Runtime's C interface that a custom operator needs and that the managed library keeps to itself. Their places in the
/// table come from the managed library's own declaration of it, so they are right for the version it was built for.
/// </summary>
internal static unsafe partial class OrtNative
{
    private static readonly nint* Table = Load();

    public static readonly delegate* unmanaged<nint, nuint, nint*, nint> GetInput = (delegate* unmanaged<nint, nuint, nint*, nint>)Function("KernelContext_GetInput");
    public static readonly delegate* unmanaged<nint, nuint, long*, nuint, nint*, nint> GetOutput = (delegate* unmanaged<nint, nuint, long*, nuint, nint*, nint>)Function("KernelContext_GetOutput");
    public static readonly delegate* unmanaged<nint, void**, nint> GetData = (delegate* unmanaged<nint, void**, nint>)Function("GetTensorMutableData");
    public static readonly delegate* unmanaged<nint, nint*, nint> GetShape = (delegate* unmanaged<nint, nint*, nint>)Function("GetTensorTypeAndShape");
    public static readonly delegate* unmanaged<nint, long*, nuint, nint> GetDimensions = (delegate* unmanaged<nint, long*, nuint, nint>)Function("GetDimensions");
    public static readonly delegate* unmanaged<nint, void> ReleaseShape = (delegate* unmanaged<nint, void>)Function("ReleaseTensorTypeAndShapeInfo");
    public static readonly delegate* unmanaged<nint, byte*, long*, nint> GetIntegerAttribute = (delegate* unmanaged<nint, byte*, long*, nint>)Function("KernelInfoGetAttribute_int64");
    public static readonly delegate* unmanaged<nint, delegate* unmanaged<void*, nuint, void>, nuint, nuint, void*, nint> ParallelFor = (delegate* unmanaged<nint, delegate* unmanaged<void*, nuint, void>, nuint, nuint, void*, nint>)Function("KernelContext_ParallelFor");
    public static readonly delegate* unmanaged<int, byte*, nint> CreateStatus = (delegate* unmanaged<int, byte*, nint>)Function("CreateStatus");
    private static readonly delegate* unmanaged<nint, byte*> GetErrorMessage = (delegate* unmanaged<nint, byte*>)Function("GetErrorMessage");
    private static readonly delegate* unmanaged<nint, void> ReleaseStatus = (delegate* unmanaged<nint, void>)Function("ReleaseStatus");
    private static readonly delegate* unmanaged<byte*, nint*, nint> CreateCustomOpDomain = (delegate* unmanaged<byte*, nint*, nint>)Function("CreateCustomOpDomain");
    private static readonly delegate* unmanaged<nint, nint, nint> CustomOpDomainAdd = (delegate* unmanaged<nint, nint, nint>)Function("CustomOpDomain_Add");
    private static readonly delegate* unmanaged<nint, nint, nint> AddCustomOpDomain = (delegate* unmanaged<nint, nint, nint>)Function("AddCustomOpDomain");

    /// <summary>Throws what a status says; a null status is success.</summary>
    public static void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var message = Marshal.PtrToStringUTF8((nint)GetErrorMessage(status));
        ReleaseStatus(status);
        throw new InvalidOperationException($"ONNX Runtime: {message}");
    }

    /// <summary>Makes operators of one domain known to the sessions made with these options.</summary>
    public static void Register(SessionOptions options, ReadOnlySpan<byte> domain, params ReadOnlySpan<ManagedOperator> operators)
    {
        nint handle;
        fixed (byte* name = domain)
        {
            Check(CreateCustomOpDomain(name, &handle));
        }

        foreach (var op in operators)
        {
            Check(CustomOpDomainAdd(handle, op.Handle));
        }

        Check(AddCustomOpDomain(options.DangerousGetHandle(), handle));
    }

    [LibraryImport("onnxruntime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint* OrtGetApiBase();

    private static nint* Load()
    {
        const uint Version = 16;
        var table = ((delegate* unmanaged<uint, nint>)OrtGetApiBase()[0])(Version);
        return table != 0 ? (nint*)table : throw new NotSupportedException($"This ONNX Runtime does not offer version {Version} of its C interface.");
    }

    private static nint Function(string name)
    {
        var type = typeof(InferenceSession).Assembly.GetType("Microsoft.ML.OnnxRuntime.OrtApi", throwOnError: true)!;
        _ = type.GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new NotSupportedException($"This ONNX Runtime's managed library does not declare {name}.");
        return Table[Marshal.OffsetOf(type, name) / sizeof(nint)];
    }
}
