using Microsoft.ML.OnnxRuntime;

namespace ReasoningGrains.Inference.Onnx;

/// <summary>ONNX Runtime's one environment a process: all sessions share its thread pool.</summary>
internal static class OrtEnvironment
{
    private static readonly Lock Gate = new();
    private static bool made;

    /// <summary>Makes the environment, or keeps the one made before.</summary>
    /// <param name="threads">Threads of the pool, the caller's included.</param>
    /// <exception cref="InvalidOperationException">Something else in the process made an environment, which has no shared pool.</exception>
    public static void Ensure(int threads)
    {
        lock (Gate)
        {
            if (made)
            {
                return;
            }

            if (OrtEnv.IsCreated)
            {
                throw new InvalidOperationException("ONNX Runtime's environment was made before the engine's, without a shared thread pool. Make the engine before other sessions of the process.");
            }

            var options = new EnvironmentCreationOptions
            {
                logId = "ReasoningGrains",
                logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
                threadOptions = new OrtThreadingOptions { GlobalIntraOpNumThreads = threads, GlobalInterOpNumThreads = 1, GlobalSpinControl = true },
            };
            OrtEnv.CreateInstanceWithOptions(ref options);
            made = true;
        }
    }
}
