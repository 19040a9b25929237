using Microsoft.ML.OnnxRuntime;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>ONNX Runtime's one environment a process: all sessions share its thread pool.</summary>
internal static class OrtEnvironment
{
    private static readonly Lock Gate = new();

    /// <summary>Makes the environment, or keeps the one that is there.</summary>
    /// <param name="threads">Threads of the pool, the caller's included.</param>
    public static void Ensure(int threads)
    {
        lock (Gate)
        {
            if (OrtEnv.IsCreated)
            {
                return;
            }

            var options = new EnvironmentCreationOptions
            {
                logId = "ReasoningGrains",
                logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
                threadOptions = new OrtThreadingOptions { GlobalIntraOpNumThreads = threads, GlobalInterOpNumThreads = 1, GlobalSpinControl = true },
            };
            OrtEnv.CreateInstanceWithOptions(ref options);
        }
    }
}
