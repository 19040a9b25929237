using Microsoft.ML.OnnxRuntime;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>How sessions are made.</summary>
/// <param name="Accelerator">Whose execution provider.</param>
/// <param name="Threads">Threads of the pool.</param>
internal sealed record SessionChoice(Accelerator Accelerator, int Threads)
{
    // TensorFloat-32 has 10 bits of mantissa: float weights would give other logits than the host's.
    private static readonly Dictionary<string, string> CudaSettings = new() { ["use_tf32"] = "0" };

    /// <summary>Session options with the settings that were measured to matter: all optimizations, prepacking on, the shared pool with spinning.</summary>
    /// <remarks>The environment comes first: ONNX Runtime would make one without a shared pool for the first options of a process.</remarks>
    /// <exception cref="NotSupportedException">The accelerator does not start.</exception>
    public SessionOptions CreateOptions()
    {
        OrtEnvironment.Ensure(Threads);
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.DisablePerSessionThreads();
        if (Accelerator == Accelerator.Cuda)
        {
            AppendCuda(options);
        }

        return options;
    }

    /// <summary>Loads a graph.</summary>
    /// <exception cref="NotSupportedException">The accelerator does not start.</exception>
    public InferenceSession Open(string graphPath, SessionOptions options)
    {
        try
        {
            return new InferenceSession(graphPath, options);
        }
        catch (OnnxRuntimeException e) when (Accelerator == Accelerator.Cuda)
        {
            // The libraries may be there without a device: that shows here only.
            throw NoCuda(e);
        }
    }

    private static void AppendCuda(SessionOptions options)
    {
        try
        {
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(CudaSettings);
            options.AppendExecutionProvider_CUDA(cuda);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw NoCuda(e);
        }
    }

    private static NotSupportedException NoCuda(Exception cause) => new(
        $"Engine:Accelerator is cuda, but ONNX Runtime found no CUDA device or was not built for it ({cause.Message}). Build with -p:Accelerator=cuda on a machine with an NVIDIA GPU, or set Engine:Accelerator to cpu.",
        cause);
}

/// <summary>Where the matrix products run.</summary>
public enum Accelerator
{
    Cpu,

    /// <summary>NVIDIA, by ONNX Runtime's CUDA provider; attention and its memory stay on the host.</summary>
    Cuda,
}
